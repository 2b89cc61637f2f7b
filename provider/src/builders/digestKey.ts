// The key of a build: a hash over everything that its digest depends on.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { hashOf, isDirectory } from "../core/files";
import type { Build } from "./builder";
import { dataFiles, embeddedFiles, readable } from "./goFiles";
import { type GoSettings, goSettings, type Listed } from "./goModule";
import { koIdentity } from "./koProgram";
import { pinnedOnce } from "./registry";

/** What is the same for all builds of a module with the same settings. */
export interface Surroundings {
  go: GoSettings;
  ko: string;
  base: string;
}

const defaultBase = "cgr.dev/chainguard/static";

/**
 * Undefined when something that the digest depends on can't be known for sure: a base image whose digest nobody tells, a
 * configuration file of ko, which may replace base images by import path, or C code, which is compiled with what is installed.
 */
export async function surroundings(build: Build): Promise<Surroundings | undefined> {
  if (hasKoConfiguration(build.directory)) return undefined;
  const [go, ko, base] = await Promise.all([
    goSettings(build),
    koIdentity(),
    pinnedOnce(build.baseImage ?? process.env.KO_DEFAULTBASEIMAGE ?? defaultBase),
  ]);
  return base === undefined || go.CGO_ENABLED === "1" ? undefined : { go, ko, base };
}

export function hasKoConfiguration(directory: string): boolean {
  return (
    process.env.KO_CONFIG_PATH !== undefined ||
    [".ko.yaml", "ko.yaml"].some((name) => existsSync(join(directory, name)))
  );
}

/** `overlay` is generated source that is built with the package. */
export function digestKey(build: Build, { go, ko, base }: Surroundings, package_: Listed, overlay: string): string {
  const { GOMODCACHE: _cache, GOWORK, ...compiler } = go;
  const hash = createHash("sha256");
  const { goFlags, ldflags, env, platforms } = build;
  hash.update(
    JSON.stringify({ compiler, ko, base, goFlags, ldflags, env, platforms, overlay, path: package_.importPath }),
  );
  for (const [name, content] of contents(package_, GOWORK)) hash.update(`\0${name}\0${content}`);
  return hash.digest("hex");
}

/** Files by path and content hash, in a fixed order. */
function contents({ directories, embedding, modules }: Listed, work: string): [string, string][] {
  const sources = [...directories.flatMap(compiledFiles), ...embedding.flatMap(embeddedFiles)];
  const data = directories.flatMap((directory) => dataFiles(join(directory, "kodata")).map(readable));
  const definitions = modules.flatMap((module) =>
    ["go.mod", "go.sum", "vendor/modules.txt"].map((name) => join(module, name)),
  );
  const workspace = work === "" || work === "off" ? [] : [work, join(dirname(work), "go.work.sum")];
  const all = [...new Set([...sources, ...data, ...definitions, ...workspace])]
    .filter((file) => existsSync(file))
    .sort();
  return all.map((file) => [file, contentOf(file)]);
}

/** What the compiler reads of a directory: all but tests and what it does not know. */
function compiledFiles(directory: string): string[] {
  if (!isDirectory(directory)) return [];
  const names = readdirSync(directory).filter(
    (name) => /\.(go|s|S|c|h|syso)$/.test(name) && !name.endsWith("_test.go"),
  );
  return names.map((name) => join(directory, name)).filter((path) => !isDirectory(path));
}

interface Seen {
  state: string;
  content: string;
}

const seen = new Map<string, Seen>();

/** Read anew only when the file system says that the file is another: its change time can't be set back. */
function contentOf(file: string): string {
  const { size, mtimeMs, ctimeMs, ino } = statSync(file);
  const state = [size, mtimeMs, ctimeMs, ino].join(" ");
  const known = seen.get(file);
  if (known?.state === state) return known.content;
  const content = hashOf(file);
  seen.set(file, { state, content });
  return content;
}
