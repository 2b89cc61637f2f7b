// What happened to a component's objects outside of Pulumi, as found before an update changed anything, and whether it still holds.
import { setTimeout } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import { causeOf } from "../cluster/cause";
import { type Cluster, displayName, type Identity, type Kind, tryQuery } from "../cluster/cluster";

/** Follows the object's name. */
export const gone =
  "is in the state of this stack but no longer exists in the cluster; pulumi up --refresh recreates it";

/** Knative objects report their state in conditions. */
export const hasConditions = ({ apiVersion }: Kind) => apiVersion.includes("knative.dev/");

const drifted = new WeakMap<pulumi.Resource, Identity[]>();

/** Notes an object that was deleted or is not ready. */
export function noteDrift(component: pulumi.Resource, object: Identity): void {
  drifted.set(component, [...(drifted.get(component) ?? []), object]);
}

const pauseMilliseconds = 500;
/** Ten seconds: this update may be about to create what the object needs. */
const mostPauses = 20;

/**
 * Why the object does not serve although the update has left it unchanged: it is gone, or so is another object that it needs, or it is not
 * ready. Undefined in a preview, and for an object that was fine before the update or has recovered.
 */
export async function lastingDrift(object: Identity, component: pulumi.Resource): Promise<string | undefined> {
  const all = pulumi.runtime.isDryRun() ? [] : (drifted.get(component) ?? []);
  const needed = all.filter((one) => displayName(one) === displayName(object) || !hasConditions(one));
  for (let pauses = 0; needed.length > 0; pauses++) {
    const found = await Promise.all(needed.map((one) => tryQuery(component, (cluster) => lossOf(cluster, one))));
    const losses = found.flatMap((one) => one?.answer ?? []);
    if (losses.length === 0) return undefined;
    if (pauses === mostPauses || losses.some(({ isGone }) => isGone)) return losses.map(({ why }) => why).join("; ");
    await setTimeout(pauseMilliseconds);
  }
  return undefined;
}

interface Loss {
  isGone: boolean;
  why: string;
}

async function lossOf(cluster: Cluster, object: Identity): Promise<Loss | undefined> {
  const live = await cluster.get(object);
  if (live === undefined) return { isGone: true, why: `${displayName(object)} ${gone}` };
  const cause = hasConditions(object) ? await causeOf((kind) => cluster.listNow(kind), live) : undefined;
  return cause === undefined ? undefined : { isGone: false, why: cause };
}
