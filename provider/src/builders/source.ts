// What can be told about a Go directory before it is built. Reads files, runs nothing.
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { type Problem, show } from "../core/problems";

const path = "source.directory";

/** The one mistake of a directory that can't be built, or none. */
export function sourceProblems(directory: string): Problem[] {
  const absolute = resolve(directory);
  const reason = directoryProblem(absolute) ?? moduleProblem(absolute) ?? packageProblem(absolute);
  return reason === undefined ? [] : [{ propertyPath: path, reason: `${reason}, got ${show(directory)}` }];
}

function directoryProblem(directory: string): string | undefined {
  if (!existsSync(directory)) return `expected a directory; ${directory} does not exist`;
  return statSync(directory).isDirectory() ? undefined : `expected a directory; ${directory} is a file`;
}

function moduleProblem(directory: string): string | undefined {
  for (let at = directory; ; at = dirname(at)) {
    if (existsSync(join(at, "go.mod"))) return undefined;
    if (dirname(at) === at)
      return "expected a directory in a Go module; no go.mod in it or above it: run go mod init there";
  }
}

function packageProblem(directory: string): string | undefined {
  const files = readdirSync(directory).filter((file) => /^[^._].*\.go$/.test(file) && !file.endsWith("_test.go"));
  const sources = files
    .map((file) => readFileSync(join(directory, file), "utf8"))
    .filter((source) => !isLeftOut(source));
  if (sources.length === 0) return "expected a directory with a Go package; it has no .go files";
  const names = new Set(sources.map(packageName));
  if (names.has("main")) return undefined;
  return `expected package main (a program that serves HTTP on $PORT); it is package ${[...names].join(", ")}`;
}

/** The usual mark of a program beside a package, such as a generator. */
function isLeftOut(source: string): boolean {
  return /^\/\/go:build ignore$/m.test(source);
}

function packageName(source: string): string | undefined {
  return /^\s*package\s+(\w+)/m.exec(source.replace(/\/\*[\s\S]*?\*\//g, ""))?.[1];
}
