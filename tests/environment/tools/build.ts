// Building a layer of tools from its pinned Go modules: sources, packages, programs, and only then into place.
import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { basename, join } from "node:path";
import { run } from "../command";
import { logHome, toolsHome } from "../home";
import { phase, type Say } from "../progress";
import { countCompiled, dependencies, go, modulesHome } from "./go";
import { type Build, type Layer, layerHome } from "./layers";

interface Prepared {
  build: Build;
  directory: string;
  /** How many packages a cold build compiles. */
  total: number;
}

/** Downloads for all first, so that a registry that does not answer shows within a minute; then one build after another. */
export async function buildLayers(layers: Layer[]): Promise<void> {
  const prepared = new Map<Layer, Prepared[]>();
  await phase("Go modules of the tools", async (say) => {
    for (const layer of layers) prepared.set(layer, await prepareAll(layer, say));
  });
  for (const [layer, builds] of prepared) {
    await phase(layer.title, (say) => buildLayer(layer, builds, say));
  }
}

async function prepareAll(layer: Layer, say: Say): Promise<Prepared[]> {
  const prepared: Prepared[] = [];
  for (const build of layer.builds) {
    say(layer.title);
    const directory = await sourceDirectory(build);
    const paths = await dependencies(directory, build.packages, (detail) => say(`${layer.title}, ${detail}`));
    prepared.push({ build, directory, total: paths.length });
  }
  return prepared;
}

/** The pinned module itself, or a copy in the cache where a dependency is mended or lends files to lie beside main.go. */
async function sourceDirectory(build: Build): Promise<string> {
  const pinned = join(modulesHome, build.module);
  if (build.embeds === undefined && build.mend === undefined) return pinned;
  const copy = join(toolsHome, "source", build.module);
  rmSync(copy, { recursive: true, force: true });
  cpSync(pinned, copy, { recursive: true });
  chmodSync(copy, 0o755);
  if (build.embeds !== undefined) await embed(build.embeds, pinned, copy);
  if (build.mend !== undefined) await mend(build.mend, pinned, copy);
  return copy;
}

async function embed({ from, files }: NonNullable<Build["embeds"]>, pinned: string, copy: string): Promise<void> {
  const source = await moduleDirectory(pinned, from);
  for (const [name, file] of Object.entries(files)) copyFileSync(join(source, file), join(copy, name));
}

/** Go's module cache stays as it is: the dependency is copied, without its test data, and go.mod points at the copy. */
async function mend({ dependency, file, from, to }: NonNullable<Build["mend"]>, pinned: string, copy: string) {
  const own = join(copy, "mended");
  const isWanted = (path: string) => basename(path) !== "testdata";
  cpSync(await moduleDirectory(pinned, dependency), own, { recursive: true, filter: isWanted });
  await run("chmod", ["-R", "u+w", own]);
  const text = readFileSync(join(own, file), "utf8");
  if (!text.includes(from))
    throw new Error(`${dependency} has no "${from}" in ${file} any more: mend it anew in layers.ts`);
  writeFileSync(join(own, file), text.replace(from, to));
  await go(copy, ["mod", "edit", `-replace=${dependency}=./mended`]);
}

/** Where a dependency lies in Go's module cache; downloads it when it is not there. */
async function moduleDirectory(directory: string, path: string): Promise<string> {
  const answer = JSON.parse(await go(directory, ["mod", "download", "-json", path])) as { Dir: string };
  return answer.Dir;
}

async function buildLayer(layer: Layer, builds: Prepared[], say: Say): Promise<void> {
  const unfinished = join(toolsHome, `unfinished-${layer.name}`);
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true });
  for (const prepared of builds) await compile(layer, prepared, unfinished, say);
  await copyScripts(layer, unfinished);
  if (!existsSync(layerHome(layer))) renameSync(unfinished, layerHome(layer));
}

async function compile(layer: Layer, { build, directory, total }: Prepared, output: string, say: Say): Promise<void> {
  const args = ["build", "-v", "-trimpath", "-buildvcs=false", "-ldflags", linkerFlags(build.stamps ?? {})];
  const target = build.program === undefined ? `${output}/` : join(output, build.program);
  const log = join(logHome, `build-${layer.name}.log`);
  await go(directory, [...args, "-o", target, ...build.packages], { log, onLine: countCompiled(total, say) });
}

function linkerFlags(stamps: Record<string, string>): string {
  return ["-s", "-w", ...Object.entries(stamps).map(([name, value]) => `-X=${name}=${value}`)].join(" ");
}

async function copyScripts(layer: Layer, output: string): Promise<void> {
  if (layer.scripts === undefined) return;
  const { module, from, files } = layer.scripts;
  const source = await moduleDirectory(join(modulesHome, module), from);
  for (const file of files) {
    copyFileSync(join(source, file), join(output, basename(file)));
    chmodSync(join(output, basename(file)), 0o755);
  }
}
