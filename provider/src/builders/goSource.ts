// Reads Go source just far enough to see what a package is: a program, a handler, or neither. Runs nothing.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { isDirectory, mostText, oddity, textOf } from "../core/files";

export interface GoPackage {
  /** Package names of its files; usually one. */
  names: string[];
  /** All of its code without comments and texts. */
  code: string;
}

/** What the Go toolchain would build of a directory: no tests, nothing that is left out. */
export function goPackage(directory: string): GoPackage {
  const files = sourceFiles(directory).filter((file) => file.endsWith(".go") && !file.endsWith("_test.go"));
  const sources = files.map((file) => textOf(join(directory, file))).filter((text) => !isLeftOut(text));
  const codes = sources.map(withoutComments);
  const names = codes.map((code) => /^\s*package\s+(\w+)/m.exec(code)?.[1]).filter((name) => name !== undefined);
  return { names: [...new Set(names)], code: codes.join("\n") };
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

/** The usual mark of a program beside a package, such as a generator. */
function isLeftOut(source: string): boolean {
  return /^\/\/go:build ignore$/m.test(source);
}

/** Texts go first to last with comments, so that neither is looked for in the other. */
function withoutComments(source: string): string {
  return source.replace(/"(?:[^"\\\n]|\\.)*"|`[^`]*`|'(?:[^'\\\n]|\\.)*'|\/\/[^\n]*|\/\*[\s\S]*?\*\//g, (found) =>
    found.startsWith("/") ? " " : '""',
  );
}

export interface Signature {
  /** Types of the parameters, without their names. */
  parameters: string[];
  results: string[];
}

/** The exported function of this name, or the method of a type. */
export function signatureOf(code: string, name: string, receiver?: string): Signature | undefined {
  const owner = receiver === undefined ? "" : `\\(\\s*\\w*\\s*\\*?${receiver}\\s*\\)\\s*`;
  const found = new RegExp(`^func\\s+${owner}${name}\\s*\\(([^)]*)\\)\\s*(\\([^)]*\\)|[^\\s{]+)?\\s*\\{`, "m").exec(
    code,
  );
  if (found === null) return undefined;
  return { parameters: types(found[1] ?? ""), results: types((found[2] ?? "").replace(/^\(|\)$/g, "")) };
}

/** `w http.ResponseWriter, r *http.Request` is two types; in `a, b T` both have the last one. */
function types(list: string): string[] {
  const parts = list
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
  const named = parts.some((part) => /\s/.test(part));
  return parts.map((part, index) => {
    if (!named) return part;
    const owner = parts.slice(index).find((later) => /\s/.test(later)) ?? part;
    return owner.replace(/^\w+\s+/, "");
  });
}
