// The parent cgroup of all Pods of the cluster, in every hierarchy of this machine (version 1, 2, or both).
import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { mounts } from "./mounts";
import { cgroupName } from "./settings";

const needed = ["cpu", "cpuset", "memory", "pids"];

interface Hierarchy {
  directory: string;
  controllers: string[];
  unified: boolean;
}

/** Controllers that Kubernetes needs and this machine lacks. */
export function missingControllers(): string[] {
  const found = hierarchies().flatMap((hierarchy) => hierarchy.controllers);
  return needed.filter((controller) => !found.includes(controller));
}

/** The kubelet does not create its root cgroup. */
export function makeCgroups(): void {
  for (const { directory, controllers, unified } of hierarchies()) {
    mkdirSync(join(directory, cgroupName), { recursive: true });
    if (!unified) continue;
    const passedOn = needed.filter((controller) => controllers.includes(controller));
    for (const name of passedOn) writeFileSync(join(directory, "cgroup.subtree_control"), `+${name}`);
  }
}

export function pidsInCgroups(): number[] {
  const files = cgroupDirectories().map((directory) => join(directory, "cgroup.procs"));
  const pids = files.flatMap((file) => readFileSync(file, "utf8").split("\n").filter(Boolean).map(Number));
  return [...new Set(pids)];
}

/** Removes the emptied cgroups; the kernel may need a moment after the last process of one has ended. */
export async function removeCgroups(): Promise<void> {
  for (let attempt = 0; attempt < 50; attempt++) {
    const left = cgroupDirectories().filter((directory) => !removed(directory));
    if (left.length === 0) return;
    await sleep(100);
  }
  throw new Error(`cgroups that cannot be removed: ${cgroupDirectories().join(", ")}`);
}

/** All of the cluster's cgroups, children before their parents. */
function cgroupDirectories(): string[] {
  return hierarchies()
    .map((hierarchy) => join(hierarchy.directory, cgroupName))
    .filter((directory) => existsSync(directory))
    .flatMap(below);
}

function below(directory: string): string[] {
  const children = readdirSync(directory, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return [...children.flatMap((entry) => below(join(directory, entry.name))), directory];
}

function removed(directory: string): boolean {
  try {
    rmdirSync(directory);
    return true;
  } catch {
    return false;
  }
}

function hierarchies(): Hierarchy[] {
  return mounts()
    .filter((mount) => mount.type === "cgroup" || mount.type === "cgroup2")
    .map((mount) => ({
      directory: mount.path,
      unified: mount.type === "cgroup2",
      controllers:
        mount.type === "cgroup"
          ? mount.options.split(",")
          : readFileSync(join(mount.path, "cgroup.controllers"), "utf8").trim().split(" "),
    }));
}
