// What the go command builds for a function on this machine: its package, or the program around its handler.
import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Build } from "../../build/builder";
import { embeddedFiles } from "../../build/go/goFiles";
import { type Listed, listed } from "../../build/go/goModule";
import { moduleRoot, realDirectory } from "../../build/go/moduleRoot";
import { overlayOf } from "../../build/handler/handler";
import { kindOf } from "../../build/handler/handlerCheck";
import { isDirectory } from "../../input/files";

export interface LocalTarget {
  /** Relative to the build's directory. */
  package: string;
  overlay?: string;
  /** What ko adds to an image for the program to read, if there is any. */
  data?: string;
  /** Directories in which each file may change the program. */
  directories: string[];
  /** Directories whose go.mod, go.sum, go.work or vendor/modules.txt may change it. */
  modules: string[];
  /** Directories of embedded files, where every file counts. */
  embedding: string[];
}

/** Throws the problem if there is no such package, or if it is neither a program nor a handler. */
export async function targetOf(build: Build): Promise<LocalTarget> {
  const found = (await listed(build, [build.package])).get(build.package) as Listed | Error;
  if (found instanceof Error) throw found;
  const kind = await kindOf(build, found);
  const data = join(found.directory, "kodata");
  return {
    ...(kind.kind === "program" ? { package: build.package } : overlaidBy(build, found, kind.handler)),
    ...(isDirectory(data) ? { data } : {}),
    directories: found.directories,
    modules: found.modules,
    embedding: [...new Set([...found.embedding.flatMap(directoriesOf), ...(isDirectory(data) ? [data] : [])])],
  };
}

function overlaidBy(build: Build, found: Listed, handler: Parameters<typeof overlayOf>[2]) {
  const { package: path, file } = overlayOf(build.package, found, handler);
  return { package: path, overlay: file };
}

/** Also the directories of patterns, where new files may match. */
function directoriesOf(embedding: Listed["embedding"][number]): string[] {
  const fixed = embedding.pattern.replace(/^all:/, "").split(/\/[^/]*[*?[\\]/)[0] as string;
  const base = /[*?[\\]/.test(fixed) ? embedding.directory : join(embedding.directory, fixed);
  const below = embeddedFiles(embedding).map(dirname);
  return [isDirectory(base) ? base : dirname(base), ...below].filter((path) => existsSync(path));
}

const mostDirectories = 1000;

/** What is watched while the package can't be listed: all directories of its module. */
export function roughTarget(build: Build): LocalTarget {
  const directory = realDirectory(build.directory, build.package);
  const root = moduleRoot(directory) ?? directory;
  const found = [root];
  for (let at = 0; at < found.length && found.length < mostDirectories; at++)
    found.push(...directoriesIn(found[at] as string));
  return { package: build.package, directories: [...new Set([directory, ...found])], modules: [root], embedding: [] };
}

function directoriesIn(directory: string): string[] {
  if (!isDirectory(directory)) return [];
  const entries = readdirSync(directory, { withFileTypes: true });
  const below = entries.filter((entry) => entry.isDirectory() && !/^[._]|^(node_modules|testdata)$/.test(entry.name));
  return below.map(({ name }) => join(directory, name));
}
