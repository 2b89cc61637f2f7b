// How to make a Go directory part of a module: the command, with the module path that its own imports require.
import { existsSync, readdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { oddSource, sourcesOf, withTexts } from "./goSource";

interface Module {
  root: string;
  path: string;
}

/** `below` are the subdirectories with a go.mod. */
export function moduleAdvice(directory: string, below: string[]): string {
  if (below.length > 0) return `; set one that has it, ${below.map((name) => `./${name}`).join(", ")} below it`;
  const { root, path } = moduleOfImports(directory) ?? { root: directory, path: `example.com/${nameOf(directory)}` };
  return `; run go mod init ${path} and go mod tidy ${root === directory ? "there" : `in ${root}`}`;
}

const nameOf = (directory: string) => basename(directory).replace(/[^\w.-]/g, "-") || "hello";

/** Source older than modules: the import paths of neighbouring packages show where the root of the tree is. */
function moduleOfImports(directory: string): Module | undefined {
  const roots = rootsAbove(directory);
  const found = importsOf(directory).flatMap((name) => modulesFor(name, roots));
  return found.sort((a, b) => a.root.length - b.root.length)[0];
}

/** Paths with a host, as modules have. */
function importsOf(directory: string): string[] {
  if (oddSource(directory) !== undefined) return [];
  const heads = sourcesOf(directory).map((text) => withTexts(text).split(/^(?:func|type|var|const)\b/m)[0] as string);
  return heads.flatMap((head) => [...head.matchAll(/"([\w-]+\.[\w.-]+\/[^"\s]+)"/g)].map(([, name]) => name as string));
}

/** What follows the module path in an import is a directory of Go files below the root. */
function modulesFor(name: string, roots: string[]): Module[] {
  const parts = name.split("/");
  const lengths = parts.map((_, index) => index).filter((length) => length >= fewestParts(name));
  return lengths.flatMap((length) => {
    const [path, rest] = [parts.slice(0, length), parts.slice(length)];
    return roots
      .filter((root) => isLikely(path, rest, root) && hasGo(join(root, ...rest)))
      .map((root) => ({ root, path: path.join("/") }));
  });
}

/** On these hosts a repository belongs to an owner. */
const fewestParts = (name: string) => (/^(github|gitlab|bitbucket)\./.test(name) ? 3 : 2);

/** A single name may be any package's. */
const isLikely = (path: string[], rest: string[], root: string) => rest.length > 1 || path.at(-1) === basename(root);

function hasGo(directory: string): boolean {
  try {
    return readdirSync(directory).some((file) => file.endsWith(".go"));
  } catch {
    return false;
  }
}

/** Does not leave the repository. */
function rootsAbove(directory: string): string[] {
  const above = dirname(directory);
  return above === directory || existsSync(join(directory, ".git")) ? [directory] : [directory, ...rootsAbove(above)];
}
