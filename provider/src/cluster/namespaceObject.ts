// Whether a namespace is in the cluster: asked for once, and for a while where the same program may be making it.
import { setTimeout } from "node:timers/promises";
import { show } from "../input/problems";
import { mapOf, memoized } from "../pulumi/kept";
import type { Cluster, LiveObject } from "./cluster";

const live = (cluster: Cluster, name: string) => cluster.get({ apiVersion: "v1", kind: "Namespace", name });

/** One that is being deleted takes nothing new. */
export const isOpen = (namespace: LiveObject | undefined): boolean =>
  namespace !== undefined && namespace.metadata.deletionTimestamp === undefined;

/** Why nothing can be made there, and what to do; undefined where it can. */
export function closedBecause(name: string, namespace: LiveObject | undefined): string | undefined {
  if (isOpen(namespace)) return undefined;
  if (namespace === undefined)
    return `${show(name)} is not in the cluster; make it with kubectl create namespace ${name}, or in this program: then pass the name on as its output, metadata.name`;
  const conditions: { type: string; status: string; message?: string }[] = namespace.status?.conditions ?? [];
  const held = conditions.filter(
    ({ type, status }) => status === "True" && /^Namespace.*(Remaining|Failure)$/.test(type),
  );
  const why = held.length === 0 ? "" : `: ${held.map(({ message }) => message).join(", ")}`;
  return `${show(name)} is being deleted, and takes nothing new${why}; wait until it is gone, then make it again, or give another one`;
}

/** The same, as the cluster has it now. */
export async function closedNow(cluster: Cluster, name: string): Promise<string | undefined> {
  return closedBecause(name, await live(cluster, name));
}

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
  if (isOpen(await namespaceObject(cluster, name))) return true;
  const isSeen = await memoized(mapOf(waits, cluster), name, () => isSeenInTime(cluster, name, tell));
  // Others may have waited in vain before this one came.
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
