// What the Go toolchain reports about packages of a module: their kind, and the local packages that a build would read.
import { dirname, join, resolve } from "node:path";
import { Failure } from "../../input/problems";
import type { Build } from "../builder";
import { sdk } from "../handler/handlerForms";
import { unresolvedProblem } from "../ko/koErrors";
import { failure } from "../place";
import { goOutput } from "./goCommand";
import { mistakeOf } from "./goMistakes";
import type { GoPackageJson } from "./goPackage";
import { goSettings } from "./goSettings";

/** A pattern that a package embeds, relative to its directory. */
export interface Embedding {
  directory: string;
  pattern: string;
}

export interface Listed {
  importPath: string;
  directory: string;
  /** The package clause: `main` is a program. */
  name: string;
  /** Directories of all packages that it is built from and that may change: neither the standard library nor the module cache. */
  directories: string[];
  embedding: Embedding[];
  /** Roots of the modules of these packages, and of modules and workspaces that determine the versions of the others. */
  modules: string[];
  /** Packages of the CloudEvents SDK that it can be built with. */
  sdk: string[];
  /** Whether C is compiled and linked too. */
  cgo: boolean;
  /** Files in its directory that build constraints exclude. */
  leftOut: string[];
}

const fields = "-json=ImportPath,Dir,Name,Standard,EmbedPatterns,CgoFiles,IgnoredGoFiles,Deps,Module,Error,DepsErrors";

/** Lists all packages at once, by their paths below the build's directory; each result is the package, or why it can't be built. */
export async function listed(build: Build, packages: string[]): Promise<Map<string, Listed | Failure>> {
  const settings = await goSettings(build).catch((error) => refused(build, error));
  const looks = build.platforms.map((platform) =>
    goOutput(["list", "-e", "-deps", fields, ...packages], build, platform).catch((error) => refused(build, error)),
  );
  const [all, definitions] = await Promise.all([Promise.all(looks), modulesOf(build, settings)]);
  const platforms = all.map(objects);
  return new Map(
    packages.map((name) => {
      const one = { ...build, package: name };
      const found = platforms.map((packages) => graphOf(one, packages, settings.GOMODCACHE ?? ""));
      return [name, found.find((graph) => graph instanceof Failure) ?? together(found as Listed[], definitions)];
    }),
  );
}

/** An error of the entire module, in Go's own words. */
function refused(build: Build, error: Error & { stderr?: string }): never {
  if (error instanceof Failure) throw error;
  const said = error.stderr?.trim() || error.message;
  const unresolved = unresolvedProblem(build, said);
  throw unresolved === undefined ? failure(build, said) : new Failure(unresolved);
}

function graphOf(build: Build, packages: GoPackageJson[], cache: string): Listed | Failure {
  const directory = join(build.directory, build.package);
  const root = packages.find(({ Dir }) => Dir === directory) ?? packages.find(({ Error }) => Error !== undefined);
  if (root === undefined) return failure(build, `go list does not find the package ${build.package}`);
  const mistake = mistakeOf(build, root, packages);
  if (mistake !== undefined) return mistake;
  const deps = new Set(root.Deps);
  const all = packages.filter((one) => one === root || deps.has(one.ImportPath));
  const local = all.filter(({ Standard, Dir = "" }) => Standard !== true && Dir !== "" && !Dir.startsWith(`${cache}/`));
  return {
    importPath: root.ImportPath,
    directory,
    name: root.Name ?? "",
    directories: local.map(({ Dir }) => Dir as string),
    embedding: local.flatMap(({ Dir, EmbedPatterns = [] }) =>
      EmbedPatterns.map((pattern) => ({ directory: Dir as string, pattern })),
    ),
    modules: local.flatMap(({ Module }) => Module?.Dir ?? []),
    sdk: Object.values(sdk).filter((one) => deps.has(one)),
    cgo: all.some(({ CgoFiles = [] }) => CgoFiles.length > 0),
    leftOut: root.IgnoredGoFiles ?? [],
  };
}

/** One package across all platforms: each may have files and imports of its own. */
function together(graphs: Listed[], definitions: string[]): Listed {
  const [first] = graphs as [Listed];
  const embedding = new Map(graphs.flatMap((one) => one.embedding).map((one) => [JSON.stringify(one), one]));
  return {
    ...first,
    directories: distinct(graphs.flatMap(({ directories }) => directories)),
    embedding: [...embedding].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one),
    modules: distinct([...graphs.flatMap(({ modules }) => modules), ...definitions]),
    cgo: graphs.some(({ cgo }) => cgo),
  };
}

const distinct = (paths: string[]) => [...new Set(paths)].sort();

/** All members of a workspace, and local replacements of modules: their requirements influence each version. */
async function modulesOf(build: Build, { GOMOD = "", GOWORK = "" }: Record<string, string>): Promise<string[]> {
  const workspace = GOWORK !== "" && GOWORK !== "off";
  const [work, members] = workspace ? await membersOf(build, GOWORK) : [[], [GOMOD]];
  const replaced = await Promise.all(
    members.map((file) => replacementsIn(["mod", "edit", "-json", file], file, build)),
  );
  return [...members.map(dirname), ...work, ...replaced.flat(), ...(workspace ? [dirname(GOWORK)] : [])];
}

async function membersOf(build: Build, file: string): Promise<[string[], string[]]> {
  const own = await replacementsIn(["work", "edit", "-json", file], file, build);
  const output = await goOutput(["list", "-m", "-f", "{{.GoMod}}"], build).catch(() => "");
  return [own, output.split("\n").filter((line) => line !== "")];
}

async function replacementsIn(args: string[], file: string, build: Build): Promise<string[]> {
  const output = await goOutput(args, build).catch(() => "{}");
  const { Replace }: { Replace?: { New: { Path: string; Version?: string } }[] } = JSON.parse(output);
  return (Replace ?? [])
    .filter(({ New }) => /^\.{0,2}\//.test(New.Path))
    .map(({ New }) => resolve(dirname(file), New.Path));
}

/** go prints one JSON object after another. */
function objects(text: string): GoPackageJson[] {
  return JSON.parse(`[${text.replace(/^\}\n\{$/gm, "},{")}]`);
}
