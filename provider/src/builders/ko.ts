// The ko builder: a Go package becomes an image without a Docker daemon, with the same digest on every machine.
import { join, relative, resolve } from "node:path";
import { Failure } from "../core/problems";
import { batched } from "./batch";
import type { Build, Builder, Say } from "./builder";
import { digestKey, hasKoConfiguration, type Surroundings, surroundings } from "./digestKey";
import { type Listed, listed } from "./goModule";
import { kindOf, moduleRoot, type Overlay, overlayOf } from "./handler";
import { koRun, type Target } from "./koRun";
import { forget, recall, remember } from "./memory";
import { queued } from "./queue";

export const ko: Builder = {
  resolve: (build, say) => resolveTogether({ build: atModule(build), say }),
  push: async (build, say, isThere) => pushed(await prepare({ build: atModule(build), say }), isThere),
};

/** What is remembered and there is not built at all; else one run of ko builds and pushes. */
async function pushed(one: Prepared, isThere: (reference: string) => Promise<boolean>): Promise<string> {
  const early = remembered(one);
  if (early !== undefined && (await isThere(early))) return early;
  const [looked] = (await look([one])) as [Looked];
  if (looked.failed) throw looked.failed;
  const digest = digestOfKey(looked);
  const promised = digest && `${one.build.repository}@${digest}`;
  if (promised !== undefined && promised !== early && (await isThere(promised)))
    return confirmed(looked, digest as string);
  const [reference = ""] = await queued(() => koRun(one.build, [one.target], true, "--bare", one.say));
  if (promised === undefined || promised === reference) return confirmed(looked, digestOf(reference));
  forget(one.build);
  throw new Failure(
    `function ${one.build.name}: ${promised} was expected, but the build gave ${reference}; run it again`,
  );
}

/** Functions of one module are built together when they are named from its root; ko's own settings lie where it runs. */
function atModule(build: Build): Build {
  const owner = resolve(build.directory, build.package);
  const root = moduleRoot(owner);
  if (root === undefined || hasKoConfiguration(build.directory)) return build;
  return { ...build, directory: root, package: owner === root ? "." : `./${relative(root, owner)}` };
}

interface Asked {
  build: Build;
  say: Say;
}

/** A build with what was found out about it. */
interface Prepared extends Asked {
  target: Target;
  overlay: Overlay | undefined;
  around: Surroundings | undefined;
}

/** Builds of one module with equal settings are one run of ko; only that which is not remembered is built. */
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
  const { directory, package: path } = asked.build;
  const found = kindOf(join(directory, path));
  const overlay = found.kind === "handler" ? overlayOf(directory, path, found.handler) : undefined;
  const target = { package: overlay?.package ?? path, overlay: overlay?.file };
  return { ...asked, target, overlay, around: await surroundings(asked.build) };
}

/** The reference, when a build of exactly this was seen before. */
function remembered({ build, around, overlay }: Prepared): string | undefined {
  const memory = around === undefined ? undefined : recall(build);
  if (around === undefined || memory === undefined) return undefined;
  try {
    const digest = memory.digests[digestKey(build, around, memory.listed, overlay?.content ?? "")];
    return digest && `${build.repository}@${digest}`;
  } catch {
    // What it was built from can't be read any more: the import graph of now says what is read.
    return undefined;
  }
}

/** With the import graph of now, and the key that follows from it; undefined where the toolchain can't tell. */
interface Looked extends Prepared {
  graph: Listed | undefined;
  key: string | undefined;
  /** Why it can't be looked at, which is of this one alone. */
  failed?: Error;
}

/** The import graphs may have changed too: with them, an older build may be known, or else ko is asked. */
async function resolveMissing(missing: Prepared[]): Promise<[Prepared, string | Error][]> {
  const looked = await look(missing);
  const unknown = looked.filter((one) => !one.failed && digestOfKey(one) === undefined && one.overlay === undefined);
  const together = await builtTogether(unknown);
  return Promise.all(
    looked.map(async (one, index): Promise<[Prepared, string | Error]> => {
      if (one.failed) return [missing[index] as Prepared, one.failed];
      const digest = digestOfKey(one) ?? together.get(one.target.package);
      return [missing[index] as Prepared, digest === undefined ? await builtAlone(one) : confirmed(one, digest)];
    }),
  );
}

async function look(missing: Prepared[]): Promise<Looked[]> {
  const plain = missing.filter(({ overlay }) => overlay === undefined);
  const targets = plain.map(({ target }) => target);
  // What stands in the way of one of them is told when each is looked at alone.
  const graphs = plain[0] === undefined ? undefined : await listed(plain[0].build, targets).catch(() => undefined);
  return Promise.all(missing.map((one) => lookedAt(one, graphs?.get(one.target.package))));
}

async function lookedAt(one: Prepared, known: Listed | undefined): Promise<Looked> {
  try {
    const graph = known ?? (await listed(one.build, [one.target]))?.get(one.target.package);
    return { ...one, graph, key: keyOf(one, graph) };
  } catch (error) {
    return { ...one, graph: undefined, key: undefined, failed: error as Error };
  }
}

function digestOfKey({ build, key }: Looked): string | undefined {
  return key === undefined ? undefined : recall(build)?.digests[key];
}

/** Digests by package; none when one of them fails: then each is built alone, so that the mistake is told where it belongs. */
async function builtTogether(looked: Looked[]): Promise<Map<string, string>> {
  const targets = [...new Map(looked.map(({ target }) => [target.package, target])).values()];
  const [first] = looked;
  if (first === undefined || targets.length < 2) return new Map();
  const references = await queued(() => koRun(first.build, targets, false, "-P", first.say)).catch(() => []);
  const found = looked.map(({ target, graph }) => {
    const reference = graph && references.find((one) => one.includes(`/${graph.importPath.toLowerCase()}@`));
    return [target.package, reference && digestOf(reference)] as const;
  });
  return new Map(found.filter((entry): entry is [string, string] => entry[1] !== undefined));
}

async function builtAlone(one: Looked): Promise<string | Error> {
  try {
    const [reference = ""] = await queued(() => koRun(one.build, [one.target], false, "--bare", one.say));
    return confirmed(one, digestOf(reference));
  } catch (error) {
    return error as Error;
  }
}

function keyOf({ build, around, overlay }: Prepared, graph: Listed | undefined): string | undefined {
  return around === undefined || graph === undefined
    ? undefined
    : digestKey(build, around, graph, overlay?.content ?? "");
}

/** Remembered only when nothing changed while it was built. */
function confirmed(one: Looked, digest: string): string {
  const { build, graph, key } = one;
  if (graph !== undefined && key !== undefined && keyOf(one, graph) === key) remember(build, graph, key, digest);
  return `${build.repository}@${digest}`;
}

function digestOf(reference: string): string {
  return reference.slice(reference.indexOf("@") + 1);
}
