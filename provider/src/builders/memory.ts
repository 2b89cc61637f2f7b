// Digests of earlier builds by key, so that what did not change is not built again. A lost or broken file costs a build.
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { isAbsolute, join, sep } from "node:path";
import { z } from "zod";
import { oddity, textOf } from "../core/files";
import type { Build } from "./builder";
import { cacheDirectory } from "./cache";
import type { Listed } from "./goModule";

/** What was found out about one package with one set of settings. */
export interface Remembered {
  /** The import graph of the newest build: where to look for changes. */
  listed: Listed;
  /** By key, the newest last. */
  digests: Record<string, string>;
}

const mostDigests = 20;
const mostFiles = 2000;

const directory = () => cacheDirectory("builds");

/** One file for each package of a directory and set of settings. */
function file({ directory: source, package: path, goFlags, env, platforms }: Build): string {
  const name = createHash("sha256")
    .update(JSON.stringify([source, path, goFlags, env, platforms]))
    .digest("hex");
  return join(directory(), `${name.slice(0, 32)}.json`);
}

const paths = z.array(z.string().refine(isAbsolute));

/** Anything else is damaged, and forgotten. */
const whole: z.ZodType<Remembered> = z.object({
  listed: z
    .object({ importPath: z.string(), directories: paths, embedding: paths, modules: paths })
    .refine(
      ({ directories, embedding, modules }) => areModules(modules) && areIn(modules, [...directories, ...embedding]),
    ),
  digests: z.record(z.string(), z.string().regex(/^sha256:[0-9a-f]{64}$/)),
});

const areModules = (directories: string[]) => directories.every((one) => oddity(join(one, "go.mod")) === undefined);

/** What lies elsewhere was never listed, and may be the whole disk. */
function areIn(modules: string[], all: string[]): boolean {
  return all.every((path) => modules.some((module) => `${path}${sep}`.startsWith(`${module}${sep}`)));
}

export function recall(build: Build): Remembered | undefined {
  try {
    return whole.safeParse(JSON.parse(textOf(file(build)))).data;
  } catch {
    return undefined;
  }
}

export function remember(build: Build, listed: Listed, key: string, digest: string): void {
  const { [key]: _, ...older } = recall(build)?.digests ?? {};
  const kept = Object.entries(older).slice(1 - mostDigests);
  write(build, { listed, digests: { ...Object.fromEntries(kept), [key]: digest } });
}

/** A digest that a build did not confirm must not come up again. */
export function forget(build: Build): void {
  rmSync(file(build), { force: true });
}

/** A cache that can't be written is one that is not used; two processes may write at one time. */
function write(build: Build, content: Remembered): void {
  const path = file(build);
  const temporary = `${path}.${process.pid}`;
  try {
    mkdirSync(directory(), { recursive: true });
    writeFileSync(temporary, JSON.stringify(content));
    renameSync(temporary, path);
    tidy();
  } catch {
    rmSync(temporary, { force: true });
  }
}

let tidied = false;

/** Once in a process the oldest files over the bound go. */
function tidy(): void {
  if (tidied) return;
  tidied = true;
  const files = readdirSync(directory()).map((name) => join(directory(), name));
  const aged = files.map((path) => ({ path, age: statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0 }));
  for (const { path } of aged.sort((a, b) => b.age - a.age).slice(mostFiles)) rmSync(path, { force: true });
}
