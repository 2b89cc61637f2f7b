// The key of a build: a hash of everything that its digest depends on.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { hashOf, isDirectory } from "../../input/files";
import type { Build } from "../builder";
import { dataFiles, embeddedFiles, usablePath } from "../go/goFiles";
import type { Listed } from "../go/goModule";
import { compilerOf, type GoSettings, goSettings, movesFiles, profileOf } from "../go/goSettings";
import { koIdentity } from "./koProgram";
import { pinnedOnce } from "./pins";

/** The inputs that all builds of a module with the same settings share. */
export interface Surroundings {
  go: GoSettings;
  ko: string;
  base: string;
}

const defaultBase = "cgr.dev/chainguard/static";

/**
 * Undefined if something that the digest depends on is uncertain: a base image without a known digest, a
 * ko configuration file, which may replace base images by import path, flags that replace listed files,
 * or C code, which is compiled with what is installed.
 */
export async function surroundings(build: Build): Promise<Surroundings | undefined> {
  if (hasKoConfiguration(build.directory)) return undefined;
  const [go, ko, base] = await Promise.all([
    // Go's errors in a module are reported when its packages are listed.
    goSettings(build).catch(() => undefined),
    koIdentity(),
    pinnedOnce(baseImageOf(build), build),
  ]);
  if (go === undefined || base === undefined || go.CGO_ENABLED === "1" || movesFiles(go)) return undefined;
  return { go, ko, base };
}

export const baseImageOf = ({ baseImage }: Build) => baseImage ?? process.env.KO_DEFAULTBASEIMAGE ?? defaultBase;

export function hasKoConfiguration(directory: string): boolean {
  return (
    process.env.KO_CONFIG_PATH !== undefined ||
    [".ko.yaml", "ko.yaml"].some((name) => existsSync(join(directory, name)))
  );
}

/** The timestamps of the packed files, if ko is configured to set any. */
const dataTime = () => process.env.KO_DATA_DATE_EPOCH;

/** `program` is generated source that is built with the package. */
export function digestKey(build: Build, { go, ko, base }: Surroundings, listed: Listed, program: unknown): string {
  const hash = createHash("sha256");
  const { goFlags, ldflags, env, platforms } = build;
  const settings = { compiler: compilerOf(go), ko, base, goFlags, ldflags, env, platforms, dataTime: dataTime() };
  hash.update(JSON.stringify({ ...settings, program, path: listed.importPath }));
  for (const [name, content] of contents(listed, go)) hash.update(`\0${name}\0${content}`);
  return hash.digest("hex");
}

/** Files by path and content hash, in a fixed order. */
function contents({ directory, directories, embedding, modules }: Listed, go: GoSettings): [string, string][] {
  const sources = [...directories.flatMap(compiledFiles), ...embedding.flatMap(embeddedFiles)];
  const data = dataFiles(join(directory, "kodata")).map(usablePath);
  const definitions = modules.flatMap((module) =>
    ["go.mod", "go.sum", "vendor/modules.txt"].map((name) => join(module, name)),
  );
  const all = [...sources, ...data, ...definitions, ...workspaceOf(go), ...profile(directory, profileOf(go))];
  return [...new Set(all)]
    .filter((file) => existsSync(file))
    .sort()
    .map((file) => [file, isDirectory(file) ? "directory" : contentOf(file)]);
}

function workspaceOf({ GOWORK: work = "" }: GoSettings): string[] {
  if (work === "" || work === "off") return [];
  return [work, join(dirname(work), "go.work.sum"), join(dirname(work), "vendor", "modules.txt")];
}

function profile(directory: string, name: string): string[] {
  return name === "off" ? [] : [name === "auto" ? join(directory, "default.pgo") : resolve(name)];
}

/** What the compiler reads in a directory: everything except tests and unknown file types. */
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

/** Read again only if the file's metadata changed: its change time can't be set back. */
function contentOf(file: string): string {
  const { size, mtimeMs, ctimeMs, ino } = statSync(file);
  const state = [size, mtimeMs, ctimeMs, ino].join(" ");
  const known = seen.get(file);
  if (known?.state === state) return known.content;
  const content = hashOf(file);
  seen.set(file, { state, content });
  return content;
}
