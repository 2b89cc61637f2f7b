// Where a module is built: in its pinned directory, or in a copy in the cache if a dependency is patched or provides files.
import { chmodSync, copyFileSync, cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { run } from "../command";
import { toolsHome } from "../home";
import { go, modulesHome } from "./go";
import type { Layer } from "./layers";

/** The directory in which the layers, all of one module, are built; `name` distinguishes its copy from others. */
export async function sourceDirectory(name: string, layers: Layer[]): Promise<string> {
  const pinned = join(modulesHome, layers[0]?.module ?? "");
  if (layers.every(({ embeds, mend }) => embeds === undefined && mend === undefined)) return pinned;
  const copy = join(toolsHome, "source", name);
  rmSync(copy, { recursive: true, force: true });
  cpSync(pinned, copy, { recursive: true });
  await run("chmod", ["-R", "u+w", copy]);
  for (const { embeds, mend } of layers) {
    if (embeds !== undefined) await embed(embeds, pinned, copy);
    if (mend !== undefined) await change(mend, pinned, copy);
  }
  return copy;
}

async function embed({ from, files }: NonNullable<Layer["embeds"]>, pinned: string, copy: string): Promise<void> {
  const source = await moduleDirectory(pinned, from);
  for (const [name, file] of Object.entries(files)) copyFileSync(join(source, file), join(copy, name));
}

/** Go's module cache stays unchanged: the dependency is copied, without its tests, and go.mod refers to the copy. */
async function change({ dependency, file, from, to }: NonNullable<Layer["mend"]>, pinned: string, copy: string) {
  const own = join(copy, "mended");
  const isWanted = (path: string) => basename(path) !== "testdata" && !path.endsWith("_test.go");
  cpSync(await moduleDirectory(pinned, dependency), own, { recursive: true, filter: isWanted });
  await run("chmod", ["-R", "u+w", own]);
  const text = readFileSync(join(own, file), "utf8");
  if (!text.includes(from))
    throw new Error(`${dependency} has no "${from}" in ${file} any more: mend it anew in layers.ts`);
  writeFileSync(join(own, file), text.replace(from, to));
  await go(copy, ["mod", "edit", `-replace=${dependency}=./mended`]);
}

/** Scripts of a dependency, copied next to the programs. */
export async function copyScripts({ module, scripts }: Layer, output: string): Promise<void> {
  if (scripts === undefined) return;
  const source = await moduleDirectory(join(modulesHome, module), scripts.from);
  for (const file of scripts.files) {
    copyFileSync(join(source, file), join(output, basename(file)));
    chmodSync(join(output, basename(file)), 0o755);
  }
}

/** Where a dependency is in Go's module cache; downloads it if it is missing. */
async function moduleDirectory(directory: string, path: string): Promise<string> {
  const answer = JSON.parse(await go(directory, ["mod", "download", "-json", path])) as { Dir: string };
  return answer.Dir;
}
