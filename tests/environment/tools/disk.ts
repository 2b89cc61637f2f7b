// Checks whether the disk has enough room for the builds, before they start.
import { existsSync, statfsSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { attempt, run } from "../command";
import { home } from "../home";
import { EnvironmentProblem } from "../progress";
import type { Layer } from "./layers";

/** Images, containers, etcd's data and Knative's programs in Go's caches, in addition to the layers. */
const clusterGigabytes = 5;

/** Everything together, which is less than the sum: most layers have packages in common. README and the local cluster's page say it too. */
const allGigabytes = 16;

export async function checkDisk(missing: Layer[]): Promise<void> {
  const [goCache = "", moduleCache = ""] = (await run("go", ["env", "GOCACHE", "GOMODCACHE"])).trim().split("\n");
  const problem = lack(neededFor(missing), free(goCache), await held([goCache, moduleCache]));
  if (problem === undefined) return;
  throw new EnvironmentProblem(
    `${problem}: make room for ${goCache}, ${moduleCache} and ${home}, or move them (GOCACHE, GOMODCACHE, KNATIVE_FAAS_HOME)`,
  );
}

export function neededFor(missing: Layer[]): number {
  const sum = missing.reduce((total, layer) => total + layer.gigabytes, clusterGigabytes);
  return Math.min(sum, allGigabytes);
}

/** What Go's caches hold already does not have to be built again, so it counts as room. */
export function lack(needed: number, freeGigabytes: number, heldGigabytes: number): string | undefined {
  if (freeGigabytes + heldGigabytes >= needed) return undefined;
  return `building the tools takes about ${needed} GB of disk, and ${Math.floor(freeGigabytes)} GB are free`;
}

function free(directory: string): number {
  const { bavail, bsize } = statfsSync(nearest(directory));
  return (bavail * bsize) / 1e9;
}

function nearest(directory: string): string {
  return existsSync(directory) && statSync(directory).isDirectory() ? directory : nearest(dirname(directory));
}

async function held(directories: string[]): Promise<number> {
  const { stdout } = await attempt("du", ["-sk", ...directories]);
  const kilobytes = stdout
    .trim()
    .split("\n")
    .map((line) => Number.parseInt(line, 10) || 0);
  return kilobytes.reduce((sum, value) => sum + value, 0) / 1e6;
}
