// How a Go directory that is in no module becomes part of one: the command, with the path that its own imports ask for.
import { existsSync, readdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { oddSource, sourcesOf, withTexts } from "./goSource";

interface Module {
  root: string;
  path: string;
}

/** `below` are directories in it that have a go.mod. */
export function moduleAdvice(directory: string, below: string[]): string {
  if (below.length > 0) return `: give one that has it, ${below.map((name) => `./${name}`).join(", ")} below it`;
  const { root, path } = moduleOfImports(directory) ?? { root: directory, path: `example.com/${nameOf(directory)}` };
  return `: run go mod init ${path} ${root === directory ? "there" : `in ${root}`}, and go mod tidy`;
}

const nameOf = (directory: string) => basename(directory).replace(/[^\w.-]/g, "-") || "hello";

/** Source from before modules: packages that lie beside it are imported by a path that says where the tree has its root. */
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

/** The parts of an import behind the module's path name a directory of Go files below its root. */
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

/** On these hosts a repository has an owner. */
const fewestParts = (name: string) => (/^(github|gitlab|bitbucket)\./.test(name) ? 3 : 2);

/** One name alone may be that of any package. */
const isLikely = (path: string[], rest: string[], root: string) => rest.length > 1 || path.at(-1) === basename(root);

function hasGo(directory: string): boolean {
  try {
    return readdirSync(directory).some((file) => file.endsWith(".go"));
  } catch {
    return false;
  }
}

/** Not out of a repository. */
function rootsAbove(directory: string): string[] {
  const above = dirname(directory);
  return above === directory || existsSync(join(directory, ".git")) ? [directory] : [directory, ...rootsAbove(above)];
}
