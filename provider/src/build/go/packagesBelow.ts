// Finds programs below a directory without Go files: probably what the user meant. Reads files, runs nothing.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { mayBeFunction } from "./goSource";

const mostLevels = 3;
const mostDirectories = 200;
const mostNamed = 3;

/** Go ignores some of these; the others contain foreign code. */
const isPassedOver = (name: string) => /^[._]|^(testdata|vendor|third_party|node_modules)$/.test(name);

/** `set package: "./cmd/server"`; empty if nothing is found. */
export function packageAdvice(directory: string): string {
  const [one, ...others] = programsBelow(directory).slice(0, mostNamed);
  if (one === undefined) return "";
  return others.length === 0 ? `; set package: "${one}"` : `; set package to one of ${[one, ...others].join(", ")}`;
}

function programsBelow(root: string): string[] {
  const found: string[] = [];
  let open = ["."];
  for (let level = 0; level < mostLevels; level++) {
    open = open
      .flatMap((path) => directoriesIn(join(root, path)).map((name) => `${path}/${name}`))
      .slice(0, mostDirectories);
    found.push(...open.filter((path) => mayBeFunction(join(root, path)).may));
  }
  return found.sort();
}

function directoriesIn(directory: string): string[] {
  try {
    const entries = readdirSync(directory, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory() && !isPassedOver(entry.name)).map(({ name }) => name);
  } catch {
    return [];
  }
}
