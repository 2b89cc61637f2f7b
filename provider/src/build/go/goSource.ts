// Reads Go source just far enough to see what can't be a function, and what Go would wait for. Runs nothing.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { isDirectory, mostText, oddity, textOf } from "../../input/files";

/** But for tests, and for what no tag lets in. */
export function sourcesOf(directory: string): string[] {
  const files = sourceFiles(directory).filter((file) => file.endsWith(".go") && !file.endsWith("_test.go"));
  return files.map((file) => textOf(join(directory, file))).filter((text) => !/^\/\/go:build ignore$/m.test(text));
}

/**
 * Whether Go may find a function in it: some file has the words for one, wherever. What it is, the toolchain says later; that
 * there is none is told at once.
 */
export function mayBeFunction(directory: string): { may: boolean; name?: string | undefined } {
  const codes = sourcesOf(directory).map(withoutComments);
  const name = codes.map((code) => /^\s*package\s+(\w+)/m.exec(code)?.[1]).find((found) => found !== undefined);
  return { may: codes.some((code) => /\b(Handle|New)\b|\bpackage\s+main\b/.test(code)), name };
}

/** Endings of the files that the toolchain opens to look for conditions, tests among them (go/build, fileListForExt). */
const opened = /^[^._].*\.(go|c|cc|cpp|cxx|m|h|hh|hpp|hxx|f|F|for|f90|s|S|sx|swig|swigcxx)$/;

/** A directory is no source, whatever its name; nor is a link to one. */
function sourceFiles(directory: string): string[] {
  return readdirSync(directory).filter((file) => opened.test(file) && !isDirectory(join(directory, file)));
}

/** Those that Go can't read, each with the reason. */
function oddSources(directory: string): string[] {
  return sourceFiles(directory).flatMap((file) => {
    const path = join(directory, file);
    const odd = oddity(path, mostText);
    return odd === undefined ? [] : [`${path} ${odd}`];
  });
}

export const oddSource = (directory: string) => oddSources(directory)[0];

/** One that Go would wait for without an end. */
export const endlessSource = (directory: string) =>
  oddSources(directory).find((odd) => /is a (pipe|device)$/.test(odd));

const textOrComment = /"(?:[^"\\\n]|\\.)*"|`[^`]*`|'(?:[^'\\\n]|\\.)*'|\/\/[^\n]*|\/\*[\s\S]*?\*\//g;

/** Texts go first to last with comments, so that neither is looked for in the other. */
function withoutComments(source: string): string {
  return source.replace(textOrComment, (found) => (found.startsWith("/") ? " " : '""'));
}

/** The same, with its texts. */
export function withTexts(source: string): string {
  return source.replace(textOrComment, (found) => (found.startsWith("/") ? " " : found));
}
