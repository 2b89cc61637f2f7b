// Checks a Go directory before it is built. Reads files, runs nothing.
import { existsSync, readdirSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { isDirectory, mostText, oddity, withGiven } from "../../input/files";
import { nearest } from "../../input/nearest";
import type { Problem } from "../../input/problems";
import { withoutEither } from "../handler/noHandler";
import { dataFiles } from "./goFiles";
import { mayBeFunction, oddSource } from "./goSource";
import { moduleAdvice } from "./moduleAdvice";
import { moduleRoot } from "./moduleRoot";
import { packageAdvice } from "./packagesBelow";

interface Source {
  directory: string;
  package?: string | undefined;
}

/** The problem of a source that can't be built, if any. `path` is its property. */
export function sourceProblems({ directory, package: packagePath = "." }: Source, path: string): Problem[] {
  const absolute = resolve(directory);
  const ofDirectory = directoryProblem(absolute) ?? moduleProblem(absolute);
  if (ofDirectory !== undefined)
    return [{ propertyPath: `${path}.directory`, reason: withGiven(ofDirectory, directory) }];
  const owner = join(absolute, packagePath);
  const reason = directoryProblem(owner) ?? packageProblem(owner);
  if (reason === undefined) return [];
  const [propertyPath, value] =
    packagePath === "." ? [`${path}.directory`, directory] : [`${path}.package`, packagePath];
  return [{ propertyPath, reason: withGiven(reason, value) }];
}

function directoryProblem(directory: string): string | undefined {
  const odd = oddity(directory);
  if (odd !== "is a directory")
    return `expected a directory; ${directory} ${odd ?? "is a file"}${suggestion(directory)}`;
  try {
    readdirSync(directory);
    return undefined;
  } catch (error) {
    return `expected a directory; ${directory} can't be read: ${(error as Error).message}`;
  }
}

/** Suggests the directory that was probably meant. */
function suggestion(path: string): string {
  const meant = nearest(basename(path), directoriesIn(dirname(path)));
  return meant === undefined || meant === basename(path) ? "" : ` (${meant} exists next to it)`;
}

/** Empty if the directory does not exist or this user may not read it. */
function directoriesIn(place: string): string[] {
  try {
    return readdirSync(place).filter((name) => isDirectory(join(place, name)));
  } catch {
    return [];
  }
}

function moduleProblem(directory: string): string | undefined {
  const root = moduleRoot(directory);
  if (root === undefined)
    return `expected a directory in a Go module; no go.mod in it or above it${moduleAdvice(directory, modulesIn(directory))}`;
  const odd = definitionsOf(root).find((file) => existsSync(file) && oddity(file, mostText) !== undefined);
  return odd && `expected a directory in a Go module; ${odd} ${oddity(odd, mostText)}; remove it`;
}

const modulesIn = (directory: string) =>
  directoriesIn(directory).filter((name) => existsSync(join(directory, name, "go.mod")));

/** The files that define how a module is built; finds a workspace as Go does. */
function definitionsOf(root: string): string[] {
  const own = ["go.mod", "go.sum", "vendor/modules.txt"].map((name) => join(root, name));
  const workspaces = above(root).map((directory) => join(directory, "go.work"));
  return [...own, ...workspaces.filter((file) => !isDirectory(file))];
}

function above(directory: string): string[] {
  return dirname(directory) === directory ? [directory] : [directory, ...above(dirname(directory))];
}

const noFiles = "expected a directory with a Go package; it has no .go files";

function packageProblem(directory: string): string | undefined {
  const source = oddSource(directory);
  if (source !== undefined) return `expected a directory with a Go package; ${source}; remove it`;
  const { may, name } = mayBeFunction(directory);
  if (may) return dataProblem(directory);
  return name === undefined ? `${noFiles}${packageAdvice(directory)}` : withoutEither(name, directory);
}

function dataProblem(directory: string): string | undefined {
  const found = dataFiles(join(directory, "kodata")).find(({ odd }) => odd !== undefined);
  return found && `expected files in kodata, which become part of the image; ${found.path} ${found.odd}; remove it`;
}
