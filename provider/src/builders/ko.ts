// The ko builder: a Go package becomes an image without a Docker daemon, with the same digest on every machine.
import { join, relative, resolve } from "node:path";
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
  push: async (build, say) => {
    const own = atModule(build);
    const { target } = await prepare({ build: own, say });
    const [reference = ""] = await queued(() => koRun(own, [target], true, "--bare", say));
    return reference;
  },
  forget: (build) => forget(atModule(build)),
};

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
  const digest = memory.digests[digestKey(build, around, memory.listed, overlay?.content ?? "")];
  return digest && `${build.repository}@${digest}`;
}

/** The import graphs may have changed too: with them, an older build may be known, or else ko is asked. */
async function resolveMissing(missing: Prepared[]): Promise<[Prepared, string | Error][]> {
  const plain = missing.filter(({ target }) => target.overlay === undefined);
  const first = plain[0]?.build;
  const graphs =
    first === undefined
      ? undefined
      : await listed(
          first,
          plain.map(({ target }) => target),
        );
  const together = graphs === undefined || plain.length < 2 ? undefined : await builtTogether(plain, graphs);
  return Promise.all(
    missing.map(async (one): Promise<[Prepared, string | Error]> => {
      const graph = graphs?.get(one.target.package) ?? (await listed(one.build, [one.target]))?.get(one.target.package);
      const reference = together?.get(one.target.package) ?? (await builtAlone(one, graph));
      return [one, reference];
    }),
  );
}

/** Nothing when one of them fails: then each is built alone, so that the mistake is told where it belongs. */
async function builtTogether(
  prepared: Prepared[],
  graphs: Map<string, Listed>,
): Promise<Map<string, string> | undefined> {
  const { build, say } = prepared[0] as Prepared;
  const keys = prepared.map((one) => keyOf(one, graphs.get(one.target.package)));
  const targets = prepared.map(({ target }) => target);
  const references = await queued(() => koRun(build, targets, false, "-P", say)).catch(() => undefined);
  if (references === undefined) return undefined;
  return new Map(
    prepared.flatMap((one, index) => {
      const graph = graphs.get(one.target.package) as Listed;
      const found = references.find((reference) => reference.includes(`/${graph.importPath.toLowerCase()}@`));
      if (found === undefined) return [];
      return [[one.target.package, confirmed(one, graph, keys[index], digestOf(found))]];
    }),
  );
}

async function builtAlone(one: Prepared, graph: Listed | undefined): Promise<string | Error> {
  const key = keyOf(one, graph);
  const known = key === undefined ? undefined : recall(one.build)?.digests[key];
  if (known !== undefined) return confirmed(one, graph, key, known);
  try {
    const [reference = ""] = await queued(() => koRun(one.build, [one.target], false, "--bare", one.say));
    return confirmed(one, graph, key, digestOf(reference));
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
function confirmed(one: Prepared, graph: Listed | undefined, key: string | undefined, digest: string): string {
  if (graph !== undefined && key !== undefined && keyOf(one, graph) === key) remember(one.build, graph, key, digest);
  return `${one.build.repository}@${digest}`;
}

function digestOf(reference: string): string {
  return reference.slice(reference.indexOf("@") + 1);
}
