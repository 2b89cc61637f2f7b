// The ko builder: turns a Go package into an image without a Docker daemon, with the same digest on every machine.
import { relative } from "node:path";
import { Failure } from "../../input/problems";
import type { Say } from "../../pulumi/log";
import { contentTag } from "../../registry/reference";
import { batched } from "../batch";
import type { Build, Builder } from "../builder";
import { libcProblem } from "../go/cgo";
import { type Listed, listed } from "../go/goModule";
import { moduleRoot, realDirectory } from "../go/moduleRoot";
import { overlayOf, programOf } from "../handler/handler";
import { type Kind, kindOf } from "../handler/handlerCheck";
import { queued } from "../limit";
import { baseImageOf, digestKey, hasKoConfiguration, type Surroundings, surroundings } from "./digestKey";
import { koRun, type Target } from "./koRun";
import { forget, recall, remember } from "./memory";

export const ko: Builder = {
  resolve: (build, say) => resolveTogether({ build: atModule(build), say }),
  push: async (build, say, isThere) => pushedUnlessThere(await prepare({ build: atModule(build), say }), isThere),
};

/** Images that are remembered and already in the registry are not built; otherwise one run of ko builds and pushes. */
async function pushedUnlessThere(one: Prepared, isThere: (reference: string) => Promise<boolean>): Promise<string> {
  const early = remembered(one);
  if (early !== undefined && (await isThere(early))) return early;
  const [looked] = (await look([one])) as [Looked | Error];
  if (looked instanceof Error) throw looked;
  const digest = digestOfKey(looked) ?? (looked.key === undefined ? await builtOnly(looked) : undefined);
  const promised = digest && `${one.build.repository}@${digest}`;
  if (promised !== undefined && promised !== early && (await isThere(promised)))
    return confirmed(looked, digest as string);
  const tag = contentTag(digest ?? (looked.key as string));
  const [reference = ""] = await queued(() => koRun({ ...one, targets: [looked.target], naming: "--bare", tag }));
  if (promised === undefined || promised === reference) return confirmed(looked, digestOf(reference));
  forget(one.build);
  throw new Failure(
    `function ${one.build.name}: ${promised} was expected, but the build produced ${reference}; run it again`,
  );
}

/**
 * Functions of one module are built together if they are named relative to its root; ko reads its own settings in its working directory. Links are
 * followed, as Go does: it reports packages by their real location.
 */
function atModule(build: Build): Build {
  const owner = realDirectory(build.directory, build.package);
  const root = moduleRoot(owner);
  const directory = realDirectory(build.directory);
  if (root === undefined || hasKoConfiguration(directory)) return { ...build, directory };
  return { ...build, directory: root, package: owner === root ? "." : `./${relative(root, owner)}` };
}

interface Asked {
  build: Build;
  say: Say;
}

/** A build with the inputs of its digest. */
interface Prepared extends Asked {
  around: Surroundings | undefined;
}

/** Builds of one module with equal settings share one run of ko; only those that are not remembered are built. */
const resolveTogether = batched<Asked, string>({
  group: ({ build: { directory, goFlags, ldflags, env, platforms, baseImage, sbom } }) =>
    JSON.stringify([directory, goFlags, ldflags, env, platforms, baseImage, sbom]),
  work: async (asked) => {
    const prepared = await Promise.all(asked.map(prepare));
    const known = prepared.map(remembered);
    const missing = prepared.filter((_, index) => known[index] === undefined);
    const built = new Map(missing.length === 0 ? [] : await resolveMissing(missing));
    return prepared.map((one, index) => known[index] ?? (built.get(one) as string | Error));
  },
});

async function prepare(asked: Asked): Promise<Prepared> {
  return { ...asked, around: await surroundings(asked.build) };
}

/** The reference, if exactly this build was seen before. */
function remembered({ build, around }: Prepared): string | undefined {
  const memory = around === undefined ? undefined : recall(build);
  if (around === undefined || memory === undefined) return undefined;
  try {
    const digest = memory.digests[keyWith(build, around, memory.listed, memory.found)];
    return digest && `${build.repository}@${digest}`;
  } catch {
    // A file that it was built from can't be read any more: the current import graph shows what is read.
    return undefined;
  }
}

/** Adds the current import graph, the kind of package, and the resulting key. */
interface Looked extends Prepared {
  listed: Listed;
  found: Kind;
  target: Target;
  key: string | undefined;
}

/** The import graphs may have changed too: with the current ones an older build may match; otherwise ko builds. */
async function resolveMissing(missing: Prepared[]): Promise<[Prepared, string | Error][]> {
  const looked = await look(missing);
  const whole = looked.filter((one): one is Looked => !(one instanceof Error));
  const together = await builtTogether(
    whole.filter((one) => digestOfKey(one) === undefined && one.target.overlay === undefined),
  );
  return Promise.all(
    looked.map(async (one, index): Promise<[Prepared, string | Error]> => {
      const asked = missing[index] as Prepared;
      if (one instanceof Error) return [asked, one];
      const digest = digestOfKey(one) ?? together.get(one.target.package);
      return [asked, digest === undefined ? await builtAlone(one) : confirmed(one, digest)];
    }),
  );
}

/** Problems of a single build are reported when each is examined alone. */
async function look(missing: Prepared[]): Promise<(Looked | Error)[]> {
  const [first] = missing as [Prepared];
  const packages = [...new Set(missing.map(({ build }) => build.package))];
  const graphs = await listed(first.build, packages).catch(() => undefined);
  return Promise.all(
    missing.map((one) => lookedAt(one, graphs?.get(one.build.package)).catch((error: Error) => error)),
  );
}

async function lookedAt(one: Prepared, known: Listed | Error | undefined): Promise<Looked> {
  const { build, around } = one;
  const graph = known instanceof Error || known === undefined ? await listedAlone(build) : known;
  const found = await kindOf(build, graph);
  const wrong = libcProblem(build, baseImageOf(build), graph.cgo);
  if (wrong !== undefined) throw wrong;
  const key = around === undefined ? undefined : keyWith(build, around, graph, found);
  return { ...one, listed: graph, found, target: targetOf(build, graph, found), key };
}

/** Errors are reported with the name of the function that has them. */
async function listedAlone(build: Build): Promise<Listed> {
  const found = (await listed(build, [build.package])).get(build.package);
  if (found instanceof Error) throw found;
  return found as Listed;
}

function targetOf({ package: path }: Build, graph: Listed, found: Kind): Target {
  if (found.kind === "program") return { package: path };
  const { package: program, file, driver } = overlayOf(path, graph, found.handler);
  return { package: program, overlay: file, driver };
}

function keyWith(build: Build, around: Surroundings, graph: Listed, found: Kind): string {
  return digestKey(build, around, graph, found.kind === "program" ? "" : programOf(graph, found.handler));
}

function digestOfKey({ build, key }: Looked): string | undefined {
  return key === undefined ? undefined : recall(build)?.digests[key];
}

/** Digests by package; empty if one build fails: then each is built alone, so that the error is reported at its function. */
async function builtTogether(looked: Looked[]): Promise<Map<string, string>> {
  const targets = [...new Map(looked.map(({ target }) => [target.package, target])).values()];
  const [first] = looked;
  if (first === undefined || targets.length < 2) return new Map();
  const references = await queued(() => koRun({ ...first, targets, naming: "-P" })).catch(() => []);
  const found = looked.map(({ target, listed: { importPath } }) => {
    const reference = references.find((one) => one.includes(`/${importPath.toLowerCase()}@`));
    return [target.package, reference && digestOf(reference)] as const;
  });
  return new Map(found.filter((entry): entry is [string, string] => entry[1] !== undefined));
}

async function builtAlone(one: Looked): Promise<string | Error> {
  try {
    return confirmed(one, await builtOnly(one));
  } catch (error) {
    return error as Error;
  }
}

/** The digest of an image that is built but not pushed. */
async function builtOnly({ build, target, say }: Looked): Promise<string> {
  const [reference = ""] = await queued(() => koRun({ build, targets: [target], naming: "--bare", say }));
  return digestOf(reference);
}

/** Remembered only if nothing changed during the build. */
function confirmed(one: Looked, digest: string): string {
  const { build, around, key } = one;
  if (around !== undefined && key !== undefined && keyWith(build, around, one.listed, one.found) === key)
    remember(build, one, key, digest);
  return `${build.repository}@${digest}`;
}

function digestOf(reference: string): string {
  return reference.slice(reference.indexOf("@") + 1);
}
