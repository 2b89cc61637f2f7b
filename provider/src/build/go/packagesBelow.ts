// Programs below a directory that has no Go files itself: what its user most likely meant. Reads files, runs nothing.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { mayBeFunction } from "./goSource";

const mostLevels = 3;
const mostDirectories = 200;
const mostNamed = 3;

/** Go passes over these, and code of others is no program of the user's. */
const isPassedOver = (name: string) => /^[._]|^(testdata|vendor|third_party|node_modules)$/.test(name);

/** `give package: "./cmd/server"`; empty where nothing is found. */
export function packageAdvice(directory: string): string {
  const [one, ...others] = programsBelow(directory).slice(0, mostNamed);
  if (one === undefined) return "";
  return others.length === 0 ? `: give package: "${one}"` : `: give package, one of ${[one, ...others].join(", ")}`;
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
