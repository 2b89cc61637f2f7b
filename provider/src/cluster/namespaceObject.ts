// Whether a namespace is in the cluster: asked for once, and for a while where the same program may be making it.
import { setTimeout } from "node:timers/promises";
import { mapOf, memoized } from "../pulumi/kept";
import type { Cluster, LiveObject } from "./cluster";

const live = (cluster: Cluster, name: string) => cluster.get({ apiVersion: "v1", kind: "Namespace", name });

const found = new WeakMap<Cluster, Map<string, Promise<LiveObject | undefined>>>();

/** Asked for once. */
export function namespaceObject(cluster: Cluster, name: string): Promise<LiveObject | undefined> {
  return memoized(mapOf(found, cluster), name, () => live(cluster, name));
}

/** What it may be behind in the program, such as a chart, takes its time. */
export const patience = { milliseconds: 30_000, untold: 3000, step: 250 };

const waits = new WeakMap<Cluster, Map<string, Promise<boolean>>>();

/**
 * The same program may be making it, and has not said which of the two comes first. All that stand there wait together; `tell` is
 * called for one of them, when that takes long.
 */
export async function namespaceAppears(cluster: Cluster, name: string, tell: () => void): Promise<boolean> {
  if ((await namespaceObject(cluster, name)) !== undefined) return true;
  const isSeen = await memoized(mapOf(waits, cluster), name, () => isSeenInTime(cluster, name, tell));
  // Others may have waited in vain before this one came.
  return isSeen || (await live(cluster, name)) !== undefined;
}

async function isSeenInTime(cluster: Cluster, name: string, tell: () => void): Promise<boolean> {
  const { milliseconds, untold } = patience;
  if (await isSeenWithin(cluster, name, untold)) return true;
  tell();
  return isSeenWithin(cluster, name, milliseconds - untold);
}

async function isSeenWithin(cluster: Cluster, name: string, milliseconds: number): Promise<boolean> {
  for (const begun = performance.now(); performance.now() - begun < milliseconds; ) {
    await setTimeout(patience.step);
    if ((await live(cluster, name)) !== undefined) return true;
  }
  return false;
}
