// Builds layers of tools from pinned Go modules: sources, packages, programs, and only then moves them into place.
import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { logHome, toolsHome } from "../home";
import { phase, type Say } from "../progress";
import { countCompiled, dependencies, go } from "./go";
import { type Layer, layerHome, programName } from "./layers";
import { copyScripts, sourceDirectory } from "./source";

/** One run of `go build`: layers of one module, so that both processors have work while one of their programs is linked. */
export interface Build {
  name: string;
  title: string;
  layers: Layer[];
}

/** A build whose modules are downloaded. */
export interface Prepared extends Build {
  directory: string;
  /** How many packages a cold build compiles. */
  total: number;
}

/** One build for each of the modules that contain the layers. */
export function buildsOf(layers: Layer[]): Build[] {
  const modules = [...new Set(layers.map(({ module }) => module))];
  return modules.map((module) => {
    const own = layers.filter((layer) => layer.module === module);
    return {
      name: own.map(({ name }) => name).join("-"),
      title: own.map(({ title }) => title).join(", "),
      layers: own,
    };
  });
}

/** Downloads before anything is compiled, so that an unreachable registry is noticed within a minute. */
export async function download(builds: Build[], say: Say): Promise<Prepared[]> {
  const prepared: Prepared[] = [];
  for (const build of builds) {
    say(build.title);
    const directory = await sourceDirectory(build.name, build.layers);
    const packages = build.layers.flatMap((layer) => layer.packages);
    const paths = await dependencies(directory, packages, (detail) => say(`${build.title}, ${detail}`));
    prepared.push({ ...build, directory, total: paths.length });
  }
  return prepared;
}

export async function buildAll(builds: Prepared[]): Promise<void> {
  for (const build of builds) await phase(build.title, (say) => compile(build, say));
}

async function compile(build: Prepared, say: Say): Promise<void> {
  const output = join(toolsHome, `unfinished-${build.name}`);
  rmSync(output, { recursive: true, force: true });
  mkdirSync(output, { recursive: true });
  const args = ["build", "-v", "-trimpath", "-buildvcs=false", "-ldflags", linkerFlags(build.layers)];
  const packages = build.layers.flatMap((layer) => layer.packages);
  const options = { log: join(logHome, `build-${build.name}.log`), onLine: countCompiled(build.total, say) };
  await go(build.directory, [...args, "-o", `${output}/`, ...packages], options);
  for (const layer of build.layers) await install(layer, output);
  rmSync(output, { recursive: true });
}

/** The linker ignores stamps that a program has no variable for, so all programs of a build get the same ones. */
export function linkerFlags(layers: Layer[]): string {
  const stamps = layers.flatMap(({ stamps }) => Object.entries(stamps ?? {}));
  return ["-s", "-w", ...stamps.map(([name, value]) => `-X=${name}=${value}`)].join(" ");
}

/** A layer's directory appears with all of its programs, or not at all. */
async function install(layer: Layer, built: string): Promise<void> {
  const unfinished = join(toolsHome, `unfinished-${layer.name}-layer`);
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished);
  for (const program of layer.packages.map(programName)) renameSync(join(built, program), join(unfinished, program));
  await copyScripts(layer, unfinished);
  if (!existsSync(layerHome(layer))) renameSync(unfinished, layerHome(layer));
}
