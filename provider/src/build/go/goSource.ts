// Reads Go source just far enough to detect what can't be a function, and what Go would block on. Runs nothing.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { isDirectory, mostText, oddity, textOf } from "../../input/files";

/** The texts of all Go files except tests and those with `//go:build ignore`. */
export function sourcesOf(directory: string): string[] {
  const files = sourceFiles(directory).filter((file) => file.endsWith(".go") && !file.endsWith("_test.go"));
  return files.map((file) => textOf(join(directory, file))).filter((text) => !/^\/\/go:build ignore$/m.test(text));
}

/**
 * Whether Go may find a function in it: some file contains the necessary words. The toolchain determines the details later; a
 * missing function is reported immediately.
 */
export function mayBeFunction(directory: string): { may: boolean; name?: string | undefined } {
  const codes = sourcesOf(directory).map(withoutComments);
  const name = codes.map((code) => /^\s*package\s+(\w+)/m.exec(code)?.[1]).find((found) => found !== undefined);
  return { may: codes.some((code) => /\b(Handle|New)\b|\bpackage\s+main\b/.test(code)), name };
}

/** Extensions of the files that the toolchain opens to read constraints, including tests (go/build, fileListForExt). */
const opened = /^[^._].*\.(go|c|cc|cpp|cxx|m|h|hh|hpp|hxx|f|F|for|f90|s|S|sx|swig|swigcxx)$/;

/** A directory is not a source file, whatever its name; nor is a link to one. */
function sourceFiles(directory: string): string[] {
  return readdirSync(directory).filter((file) => opened.test(file) && !isDirectory(join(directory, file)));
}

/** The files that Go can't read, each with the reason. */
function oddSources(directory: string): string[] {
  return sourceFiles(directory).flatMap((file) => {
    const path = join(directory, file);
    const odd = oddity(path, mostText);
    return odd === undefined ? [] : [`${path} ${odd}`];
  });
}

export const oddSource = (directory: string) => oddSources(directory)[0];

/** A file that Go would block on forever. */
export const endlessSource = (directory: string) =>
  oddSources(directory).find((odd) => /is a (pipe|device)$/.test(odd));

const textOrComment = /"(?:[^"\\\n]|\\.)*"|`[^`]*`|'(?:[^'\\\n]|\\.)*'|\/\/[^\n]*|\/\*[\s\S]*?\*\//g;

/** Matches strings together with comments, so that neither is found inside the other. */
function withoutComments(source: string): string {
  return source.replace(textOrComment, (found) => (found.startsWith("/") ? " " : '""'));
}

/** The same, but keeps strings. */
export function withTexts(source: string): string {
  return source.replace(textOrComment, (found) => (found.startsWith("/") ? " " : found));
}
