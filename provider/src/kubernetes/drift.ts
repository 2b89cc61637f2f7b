// What happened to a component's objects outside of Pulumi, as found before an update changed anything, and whether it still holds.
import { setTimeout } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import { causeOf } from "../cluster/cause";
import { type Cluster, displayName, type Identity, type Kind, tryQuery } from "../cluster/cluster";
import { othersEnded } from "../pulumi/constructs";

/** Follows the object's name. */
export const gone =
  "is in the state of this stack but no longer exists in the cluster; pulumi up --refresh recreates it";

/** Knative objects report their state in conditions. */
export const hasConditions = ({ apiVersion }: Kind) => apiVersion.includes("knative.dev/");

/** An object that was deleted, or is not ready. */
interface Found {
  object: Identity;
  /** Before the update; undefined if it did not exist. */
  generation: number | undefined;
  /** Sent before the update fails, as the engine may stop to listen then. */
  warning: Promise<void>;
}

interface Drift extends Found {
  /** By this update: before that, the object may still be created. */
  isRegistered: boolean;
}

const drifted = new WeakMap<pulumi.Resource, Drift[]>();

export function noteDrift(component: pulumi.Resource, found: Found): void {
  drifted.set(component, [...(drifted.get(component) ?? []), { ...found, isRegistered: false }]);
}

/** Notes that this update has done to the object all that it does. */
export function noteRegistered(component: pulumi.Resource, object: Identity): void {
  for (const drift of drifted.get(component) ?? []) drift.isRegistered ||= isSame(drift.object, object);
}

const isSame = (one: Identity, other: Identity) =>
  one.apiVersion === other.apiVersion && displayName(one) === displayName(other);

const pauseMilliseconds = 500;
/** Ten seconds: controllers may still have to see what this update has created. */
const mostPauses = 20;

/**
 * Why the object does not serve although the update has left it unchanged: it is gone, or so is another object that it needs, or it is not
 * ready. Undefined in a preview, and for an object that was fine before the update or has recovered. The other components end first: one of
 * them may create what the object needs, and this failure would cancel their changes.
 */
export async function lastingDrift(object: Identity, component: pulumi.Resource): Promise<string | undefined> {
  const all = pulumi.runtime.isDryRun() ? [] : (drifted.get(component) ?? []);
  const isNeeded = (one: Drift) => isSame(one.object, object) || (one.isRegistered && !hasConditions(one.object));
  const needed = all.filter(isNeeded);
  if ((await lossesOf(needed, component)).length === 0) return undefined;
  await Promise.all(needed.map(({ warning }) => warning));
  await othersEnded();
  for (let pauses = 0; ; pauses++) {
    const losses = await lossesOf(needed, component);
    if (losses.length === 0) return undefined;
    if (pauses === mostPauses || losses.some(({ isGone }) => isGone)) return losses.map(({ why }) => why).join("; ");
    await setTimeout(pauseMilliseconds);
  }
}

interface Loss {
  isGone: boolean;
  why: string;
}

async function lossesOf(all: Drift[], component: pulumi.Resource): Promise<Loss[]> {
  const found = await Promise.all(all.map((one) => tryQuery(component, (cluster) => lossOf(cluster, one))));
  return found.flatMap((one) => one?.answer ?? []);
}

/** An object that this update has changed was waited for, so that its own status says whether it is ready. */
async function lossOf(cluster: Cluster, { object, generation }: Drift): Promise<Loss | undefined> {
  const live = await cluster.get(object);
  if (live === undefined) return { isGone: true, why: `${displayName(object)} ${gone}` };
  if (live.metadata.generation !== generation || !hasConditions(object)) return undefined;
  const cause = await causeOf((kind) => cluster.listNow(kind), live);
  return cause === undefined ? undefined : { isGone: false, why: cause };
}
