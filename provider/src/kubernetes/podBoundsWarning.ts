// Warnings in previews about Pods that the LimitRanges or ResourceQuotas of their namespace reject, with the property to change.
import * as pulumi from "@pulumi/pulumi";
import { type Cluster, tryQuery } from "../cluster/cluster";
import { log } from "../pulumi/log";
import { knownOf } from "../pulumi/value";
import { type Bounds, type Pod, refusalsOf } from "./podBounds";
import { type Remedies, withRemedy } from "./remedies";

export interface Pods {
  /** For messages, e.g. `this function`. */
  what: string;
  namespace: pulumi.Input<string>;
  /** A Pod's spec, as far as the program sets it. */
  pod: object;
  /** Adds the cluster's own defaults. */
  complete?: (cluster: Cluster, pod: Pod) => Promise<Pod>;
  /** The least number that runs at a time. Defaults to 1. */
  count?: pulumi.Input<number>;
  remedies: Remedies;
}

async function boundsOf(cluster: Cluster, namespace: string): Promise<Bounds> {
  const list = (kind: string) => cluster.list({ apiVersion: "v1", kind, namespace });
  const [ranges, quotas] = await Promise.all([list("LimitRange"), list("ResourceQuota")]);
  return { ranges, quotas };
}

/** Only a warning: both may be changed before the update, which reports the API server's own message. */
export async function warnBounds(component: pulumi.Resource, pods: Pods): Promise<void> {
  if (!pulumi.runtime.isDryRun()) return;
  const { what, complete, remedies } = pods;
  const inputs = pulumi.all([pods.namespace, pulumi.output(pods.pod as Pod), pods.count ?? 1]);
  // Validation reports wrong arguments.
  const known = await knownOf(inputs).catch(() => undefined);
  if (known === undefined) return;
  const [place, pod, count] = known as [string, Pod, number];
  const refusals = await tryQuery(component, async (cluster) => {
    const bounds = await boundsOf(cluster, place);
    if (bounds.ranges.length + bounds.quotas.length === 0) return [];
    return refusalsOf((await complete?.(cluster, pod)) ?? pod, count, bounds);
  });
  for (const reason of refusals?.answer ?? [])
    void log.warn(`namespace ${place} rejects the Pods of ${what}: ${withRemedy(reason, remedies)}`, component);
}
