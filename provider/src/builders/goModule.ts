// What the Go toolchain says of a module: its own settings, and the local packages that a build would read.
import { join } from "node:path";
import { Failure } from "../core/problems";
import type { Build } from "./builder";
import { goSays } from "./goCommand";
import type { Target } from "./koRun";

/** Settings that change what the compiler makes; the paths say where else files come from. */
const settings = [
  "GOVERSION",
  "GOFLAGS",
  "GOEXPERIMENT",
  "GOAMD64",
  "GOARM64",
  "GOARM",
  "CGO_ENABLED",
  "GOWORK",
  "GOMODCACHE",
] as const;

export type GoSettings = Record<(typeof settings)[number], string>;

const asked = new Map<string, Promise<GoSettings>>();

/** Asked once in a process for each directory and environment: a `toolchain` line may choose another Go. */
export function goSettings(build: Build): Promise<GoSettings> {
  const key = JSON.stringify([build.directory, build.env, build.goFlags]);
  const found = asked.get(key) ?? goSays(["env", "-json", ...settings], build, []).then((answer) => JSON.parse(answer));
  asked.set(key, found);
  return found;
}

export interface Listed {
  importPath: string;
  /** Directories of all packages that it is built from and that may change: neither Go's own nor of the module cache. */
  directories: string[];
  /** Where the files lie that they embed: files, and directories in which they may lie anywhere. */
  embedding: string[];
  /** Roots of the modules that these packages belong to. */
  modules: string[];
}

interface GoPackageJson {
  ImportPath: string;
  Dir: string;
  Standard?: boolean;
  EmbedPatterns?: string[];
  Deps?: string[];
  Module?: { Dir?: string };
}

/**
 * One look for all targets of a module, by package; undefined when the toolchain can't tell, e.g. for source with a syntax
 * error. Targets with an overlay are looked at one by one.
 */
export async function listed(build: Build, targets: Target[]): Promise<Map<string, Listed> | undefined> {
  const { GOMODCACHE } = await goSettings(build);
  const fields = "-json=ImportPath,Dir,Standard,EmbedPatterns,Deps,Module";
  const names = targets.map((target) => target.package);
  const answer = await goSays(["list", "-deps", fields, ...names], build, targets).catch(unlessTold);
  if (answer === undefined) return undefined;
  const packages = objects(answer);
  const graphs = names.map((name) => [name, graphOf(join(build.directory, name), packages, GOMODCACHE)] as const);
  return new Map(graphs.filter((entry): entry is [string, Listed] => entry[1] !== undefined));
}

function graphOf(directory: string, packages: GoPackageJson[], cache: string): Listed | undefined {
  const root = packages.find(({ Dir }) => Dir === directory);
  if (root === undefined) return undefined;
  const deps = new Set(root.Deps);
  const all = packages.filter((one) => one === root || deps.has(one.ImportPath));
  const local = all.filter(({ Standard, Dir }) => Standard !== true && Dir !== "" && !Dir.startsWith(`${cache}/`));
  const unique = (paths: (string | undefined)[]) => [...new Set(paths.filter((path) => path !== undefined))].sort();
  return {
    importPath: root.ImportPath,
    directories: unique(local.map(({ Dir }) => Dir)),
    embedding: unique(
      local.flatMap(({ Dir, EmbedPatterns = [] }) => EmbedPatterns.map((pattern) => join(Dir, fixedPart(pattern)))),
    ),
    modules: unique(local.map(({ Module }) => Module?.Dir)),
  };
}

/** What a pattern such as `all:static/*.txt` says without its wildcards: a file that comes later may match, too. */
function fixedPart(pattern: string): string {
  const parts = pattern.replace(/^all:/, "").split("/");
  const wild = parts.findIndex((part) => /[*?[\\]/.test(part));
  return parts.slice(0, wild < 0 ? parts.length : wild).join("/");
}

/** go writes one JSON object after another. */
function objects(text: string): GoPackageJson[] {
  return JSON.parse(`[${text.replace(/^\}\n\{$/gm, "},{")}]`);
}

/** A failure of ours is told; what Go does not like is told by ko, in Go's own words. */
function unlessTold(error: unknown): undefined {
  if (error instanceof Failure) throw error;
}
