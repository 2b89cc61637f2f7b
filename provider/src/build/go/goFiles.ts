// Files next to the code of a Go package that become part of its image: embedded files, and ko's data.
import { existsSync, lstatSync, readdirSync, realpathSync } from "node:fs";
import { basename, join } from "node:path";
import { isDirectory, oddity } from "../../input/files";
import { Failure } from "../../input/problems";
import type { Embedding } from "./goModule";

/** The files that match a pattern of `//go:embed`, with Go's rules. */
export function embeddedFiles({ directory, pattern }: Embedding): string[] {
  const all = pattern.startsWith("all:");
  const found = matches(directory, pattern.replace(/^all:/, "").split("/"));
  return found.flatMap((path) => (isDirectory(path) ? filesOf(path, all) : files([path])));
}

/** Go refuses patterns that name links to directories, other modules or repositories. */
function filesOf(directory: string, all: boolean): string[] {
  const isRefused = lstatSync(directory).isSymbolicLink() || isElsewhere(directory);
  return isRefused ? [] : filesBelow(directory, all);
}

/** Each part of a pattern is a name, possibly with wildcards. */
function matches(directory: string, [part = "", ...rest]: string[]): string[] {
  const names = /[*?[\\]/.test(part) ? namesIn(directory).filter((name) => globOf(part).test(name)) : [part];
  const paths = names.map((name) => join(directory, name)).filter((path) => existsSync(path));
  return rest.length === 0 ? paths : paths.filter(isDirectory).flatMap((path) => matches(path, rest));
}

/** The syntax of Go's path.Match for one path element. */
function globOf(pattern: string): RegExp {
  const parts = pattern.match(/\\.|\[(?:\\.|[^\]\\])*\]|[\s\S]/g) ?? [];
  return new RegExp(`^${parts.map(expressionOf).join("")}$`, "s");
}

function expressionOf(part: string): string {
  if (part === "*") return "[^/]*";
  if (part === "?") return "[^/]";
  if (part.length > 1 && part.startsWith("[")) return part;
  return part.replace(/^\\/, "").replace(/[\\^$.*+?()[\]{}|]/, "\\$&");
}

/** Go embeds only files, does not follow links to directories, and omits hidden ones unless the pattern starts with `all:`. */
function filesBelow(directory: string, all: boolean): string[] {
  const entries = entriesIn(directory).filter(({ name }) => all || !/^[._]/.test(name));
  return entries.flatMap((entry) => {
    const path = join(directory, entry.name);
    if (!entry.isDirectory()) return files([path]);
    return isElsewhere(path) ? [] : filesBelow(path, all);
  });
}

const files = (paths: string[]) => paths.filter((path) => oddity(path) === undefined);

const namesIn = (directory: string) => (isDirectory(directory) ? readdirSync(directory) : []);

const entriesIn = (directory: string) => readdirSync(directory, { withFileTypes: true });

/** Another module, or a repository. */
function isElsewhere(directory: string): boolean {
  return /^\.(git|hg|svn|bzr)$/.test(basename(directory)) || existsSync(join(directory, "go.mod"));
}

export interface DataFile {
  path: string;
  /** Why ko can't add it to the image. */
  odd?: string;
}

export function usablePath({ path, odd }: DataFile): string {
  if (odd !== undefined) throw new Failure(`${path} ${odd}`);
  return path;
}

/** The directory `kodata` of a package and everything below; follows links within it, as ko does. */
export function dataFiles(directory: string): DataFile[] {
  if (!isDirectory(directory)) return [];
  if (lstatSync(directory).isSymbolicLink())
    return [{ path: directory, odd: "is a link to a directory, which ko does not follow" }];
  return dataBelow(directory, realpathSync(directory), []);
}

/** Directories are included too: an empty one becomes part of the image. */
function dataBelow(directory: string, root: string, above: string[]): DataFile[] {
  const real = realpathSync(directory);
  if (above.includes(real)) return [{ path: directory, odd: "is a link to a directory above it" }];
  const below = readdirSync(directory).flatMap((name) => {
    const path = join(directory, name);
    const odd = oddData(path, root);
    if (odd !== undefined) return [{ path, odd }];
    return isDirectory(path) ? dataBelow(path, root, [...above, real]) : [{ path }];
  });
  return [{ path: directory }, ...below];
}

function oddData(path: string, root: string): string | undefined {
  const odd = isDirectory(path) ? undefined : oddity(path);
  if (odd !== undefined) return odd;
  return `${realpathSync(path)}/`.startsWith(`${root}/`) ? undefined : "is a link that points outside kodata";
}
