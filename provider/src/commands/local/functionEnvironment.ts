// The environment of a function of the stack for a process on this machine: variables, and the files of its volumes.
import { accessSync, constants, mkdirSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { StackFunction } from "../stackState";
import { liveRevision } from "./liveRevision";
import { launcherFor, type Mount } from "./mountNamespace";
import { type OwnDirectory, ownDirectory } from "./ownDirectory";
import { type MountedFiles, revisionFiles } from "./revisionFiles";
import { revisionVariables } from "./revisionVariables";

export interface FunctionEnvironment {
  /** May contain secrets: for the process alone, not for output. */
  values: Record<string, string>;
  /** Starts a program that sees the files at their mount paths; empty if there are none, or if this user may not mount. */
  launcher: string[];
  /** What differs from the cluster, each in a sentence. */
  notes: string[];
  /** Removes the files. */
  remove(): void;
}

/** The variable with the directory of the volumes, each below its name. */
export const filesVariable = "KNATIVE_FAAS_FILES";

/** From the live revision that has the function's traffic. Fails if there is none, or if content that it requires is missing. */
export async function functionEnvironment(one: StackFunction): Promise<FunctionEnvironment> {
  const live = await liveRevision(one);
  const [variables, { mounts, notes }] = await Promise.all([revisionVariables(live), revisionFiles(live)]);
  const all = { ...variables, notes: [...variables.notes, ...notes] };
  if (mounts.length === 0) return { ...all, launcher: [], remove: () => undefined };
  const memory = memoryDirectory();
  const own = await ownDirectory(memory);
  const written = mounts.map((mounted) => mountOf(own, mounted));
  const launcher = await launcherFor(written, own.path);
  return {
    values: { ...all.values, [filesVariable]: own.path },
    launcher,
    notes: [...all.notes, ...placeNotes(memory, launcher.length > 0, written)],
    remove: own.remove,
  };
}

/** In memory, so that no secret gets onto a disk; undefined if there is no such directory. */
function memoryDirectory(): string | undefined {
  return [process.env.XDG_RUNTIME_DIR, "/dev/shm"].find((path) => path !== undefined && isWritable(path));
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

function mountOf({ path }: OwnDirectory, { volume, mountPath, subPath, files }: MountedFiles): Mount {
  const directory = join(path, volume);
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  for (const [name, content] of Object.entries(files)) {
    const file = join(directory, name);
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(file, content, { mode: 0o600 });
  }
  return { from: subPath === undefined ? directory : join(directory, subPath), to: mountPath };
}

function placeNotes(memory: string | undefined, isMounted: boolean, mounts: Mount[]): string[] {
  const places = mounts.map(({ from, to }) => `${to} is at ${from}`);
  return [
    ...(memory === undefined ? [`there is no file system in memory, so the volumes' files are in ${tmpdir()}`] : []),
    ...(isMounted ? [] : [`this user can't mount, so ${places.join(", ")} (${filesVariable} has the directory)`]),
  ];
}
