// Whether a namespace exists in the cluster: checked once, and then for a while in case the same program is creating it.
import { setTimeout } from "node:timers/promises";
import { show } from "../input/problems";
import { mapOf, memoized } from "../pulumi/kept";
import type { Cluster, LiveObject } from "./cluster";

const live = (cluster: Cluster, name: string) => cluster.get({ apiVersion: "v1", kind: "Namespace", name });

/** A namespace that is being deleted accepts no new objects. */
export const isOpen = (namespace: LiveObject | undefined): boolean =>
  namespace !== undefined && namespace.metadata.deletionTimestamp === undefined;

/** Why nothing can be created in it, and the remedy; undefined if it can. */
export function closedBecause(name: string, namespace: LiveObject | undefined): string | undefined {
  if (isOpen(namespace)) return undefined;
  if (namespace === undefined)
    return `${show(name)} does not exist in the cluster; create it with kubectl create namespace ${name}, or in this program: then pass its output metadata.name here`;
  const conditions: { type: string; status: string; message?: string }[] = namespace.status?.conditions ?? [];
  const held = conditions.filter(
    ({ type, status }) => status === "True" && /^Namespace.*(Remaining|Failure)$/.test(type),
  );
  const why = held.length === 0 ? "" : `: ${held.map(({ message }) => message).join(", ")}`;
  return `${show(name)} is being deleted and accepts no new objects${why}; wait until it no longer exists, then create it again, or set another one`;
}

/** The same, queried now. */
export async function closedNow(cluster: Cluster, name: string): Promise<string | undefined> {
  return closedBecause(name, await live(cluster, name));
}

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
  if (isOpen(await namespaceObject(cluster, name))) return true;
  const isSeen = await memoized(mapOf(waits, cluster), name, () => isSeenInTime(cluster, name, tell));
  // An earlier wait may have timed out before this one started.
  return isSeen || isOpen(await live(cluster, name));
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
    if (isOpen(await live(cluster, name))) return true;
  }
  return false;
}
