// What can be told about a Go directory before it is built. Reads files, runs nothing.
import { existsSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { type Problem, show } from "../core/problems";
import { kindOf, moduleRoot } from "./handler";

interface Source {
  directory: string;
  package?: string | undefined;
}

/** The one mistake of a source that can't be built, or none. `path` is the property that holds it. */
export function sourceProblems({ directory, package: packagePath = "." }: Source, path: string): Problem[] {
  const absolute = resolve(directory);
  const ofDirectory = directoryProblem(absolute) ?? moduleProblem(absolute);
  if (ofDirectory !== undefined)
    return [{ propertyPath: `${path}.directory`, reason: `${ofDirectory}, got ${show(directory)}` }];
  const owner = join(absolute, packagePath);
  const reason = directoryProblem(owner) ?? packageProblem(owner);
  if (reason === undefined) return [];
  const [propertyPath, value] =
    packagePath === "." ? [`${path}.directory`, directory] : [`${path}.package`, packagePath];
  return [{ propertyPath, reason: `${reason}, got ${show(value)}` }];
}

function directoryProblem(directory: string): string | undefined {
  if (!existsSync(directory)) return `expected a directory; ${directory} does not exist`;
  return statSync(directory).isDirectory() ? undefined : `expected a directory; ${directory} is a file`;
}

function moduleProblem(directory: string): string | undefined {
  if (moduleRoot(directory) !== undefined) return undefined;
  return "expected a directory in a Go module; no go.mod in it or above it: run go mod init there";
}

function packageProblem(directory: string): string | undefined {
  const found = kindOf(directory);
  return found.kind === "neither" ? found.reason : undefined;
}
