// What the Go toolchain says of a module: its own settings, and the local packages that a build would read.
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Build } from "./builder";
import { environment, type Target } from "./koRun";

const run = promisify(execFile);

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
  const found =
    asked.get(key) ??
    run("go", ["env", "-json", ...settings], options(build, [])).then(({ stdout }) => JSON.parse(stdout));
  asked.set(key, found);
  return found;
}

export interface Listed {
  importPath: string;
  /** Directories of all packages that it is built from and that may change: neither Go's own nor of the module cache. */
  directories: string[];
  /** Those of them that embed files, which may lie anywhere below. */
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
  const answer = await run("go", ["list", "-deps", fields, ...names], options(build, targets)).catch(() => undefined);
  if (answer === undefined) return undefined;
  const packages = objects(answer.stdout);
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
    embedding: unique(local.filter(({ EmbedPatterns }) => EmbedPatterns !== undefined).map(({ Dir }) => Dir)),
    modules: unique(local.map(({ Module }) => Module?.Dir)),
  };
}

/** go writes one JSON object after another. */
function objects(text: string): GoPackageJson[] {
  return JSON.parse(`[${text.replace(/^\}\n\{$/gm, "},{")}]`);
}

function options(build: Build, targets: Target[]) {
  const env = {
    ...environment(build, targets),
    GOOS: "linux",
    CGO_ENABLED: build.env.CGO_ENABLED ?? process.env.CGO_ENABLED ?? "0",
  };
  return { cwd: build.directory, env, maxBuffer: 2 ** 28 };
}
