// Whether a namespace exists in the cluster: checked once, and then for a while in case the same program is creating it.
import { setTimeout } from "node:timers/promises";
import { mapOf, memoized } from "../pulumi/kept";
import type { Cluster, LiveObject } from "./cluster";

const live = (cluster: Cluster, name: string) => cluster.get({ apiVersion: "v1", kind: "Namespace", name });

const found = new WeakMap<Cluster, Map<string, Promise<LiveObject | undefined>>>();

/** Queried once. */
export function namespaceObject(cluster: Cluster, name: string): Promise<LiveObject | undefined> {
  return memoized(mapOf(found, cluster), name, () => live(cluster, name));
}

/** The namespace may come after something slow in the program, such as a chart. */
export const patience = { milliseconds: 30_000, untold: 3000, step: 250 };

const waits = new WeakMap<Cluster, Map<string, Promise<boolean>>>();

/**
 * The same program may be creating it without declaring the order. All components in the namespace wait together; `tell` is
 * called for one of them if that takes long.
 */
export async function namespaceAppears(cluster: Cluster, name: string, tell: () => void): Promise<boolean> {
  if ((await namespaceObject(cluster, name)) !== undefined) return true;
  const isSeen = await memoized(mapOf(waits, cluster), name, () => isSeenInTime(cluster, name, tell));
  // An earlier wait may have timed out before this one started.
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
