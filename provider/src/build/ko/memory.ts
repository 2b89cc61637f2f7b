// Digests of earlier builds by key, so that unchanged sources are not rebuilt. A lost or broken file only costs a build.
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { isAbsolute, join, sep } from "node:path";
import { z } from "zod";
import { oddity, textOf } from "../../input/files";
import type { Build } from "../builder";
import { cacheDirectory } from "../cache";
import type { Listed } from "../go/goModule";
import type { Kind } from "../handler/handlerCheck";
import { isForm } from "../handler/handlerForms";

/** The results for one package with one set of settings. */
export interface Remembered {
  /** The import graph of the newest build: where to look for changes. */
  listed: Listed;
  /** The kind of the package. */
  found: Kind;
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

const listed: z.ZodType<Listed> = z
  .object({
    importPath: z.string(),
    directory: z.string().refine(isAbsolute),
    name: z.string(),
    directories: paths,
    embedding: z.array(z.object({ directory: z.string().refine(isAbsolute), pattern: z.string().refine(isBelow) })),
    modules: paths,
    sdk: z.array(z.string()),
    cgo: z.boolean(),
    leftOut: z.array(z.string()),
  })
  .refine(
    ({ directory, directories, embedding, modules }) =>
      areModules(modules) &&
      areIn(modules, [directory, ...directories, ...embedding.map((one) => join(one.directory, one.pattern))]),
  );

const entry = z.enum(["New", "New with error", "Handle"]);
const found: z.ZodType<Kind> = z.union([
  z.object({ kind: z.literal("program") }),
  z.object({ kind: z.literal("handler"), handler: z.object({ entry, form: z.string().refine(isForm) }) }),
]);

/** Anything else is damaged and ignored. */
const whole: z.ZodType<Remembered> = z.object({
  listed,
  found,
  digests: z.record(z.string(), z.string().regex(/^sha256:[0-9a-f]{64}$/)),
});

const areModules = (directories: string[]) =>
  directories.every((one) => ["go.mod", "go.work"].some((name) => oddity(join(one, name)) === undefined));

/** Paths elsewhere were never listed, and might be the entire disk. */
function areIn(modules: string[], all: string[]): boolean {
  return all.every((path) => modules.some((module) => `${path}${sep}`.startsWith(`${module}${sep}`)));
}

/** As all patterns of `//go:embed` are. */
function isBelow(pattern: string): boolean {
  return !pattern.split("/").includes("..");
}

export function recall(build: Build): Remembered | undefined {
  try {
    return whole.safeParse(JSON.parse(textOf(file(build)))).data;
  } catch {
    return undefined;
  }
}

export function remember(
  build: Build,
  { listed, found }: Omit<Remembered, "digests">,
  key: string,
  digest: string,
): void {
  const { [key]: _, ...older } = recall(build)?.digests ?? {};
  const kept = Object.entries(older).slice(1 - mostDigests);
  write(build, { listed, found, digests: { ...Object.fromEntries(kept), [key]: digest } });
}

/** A digest that a build did not confirm must not be used again. */
export function forget(build: Build): void {
  rmSync(file(build), { force: true });
}

/** A cache that can't be written is not used; two processes may write concurrently. */
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

/** Deletes the oldest files over the limit, once per process. */
function tidy(): void {
  if (tidied) return;
  tidied = true;
  const files = readdirSync(directory()).map((name) => join(directory(), name));
  const aged = files.map((path) => ({ path, age: statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0 }));
  for (const { path } of aged.sort((a, b) => b.age - a.age).slice(mostFiles)) rmSync(path, { force: true });
}
