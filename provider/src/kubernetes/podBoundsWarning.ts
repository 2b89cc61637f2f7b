// A preview says what the LimitRanges and ResourceQuotas of a namespace will not take, and the property that helps.
import * as pulumi from "@pulumi/pulumi";
import { type Cluster, tryQuery } from "../cluster/cluster";
import { knownOf } from "../pulumi/combined";
import { log } from "../pulumi/log";
import { type Bounds, type Pod, refusalsOf } from "./podBounds";
import { type Remedies, withRemedy } from "./remedies";

export interface Pods {
  /** Whose they are, in words. */
  what: string;
  namespace: pulumi.Input<string>;
  /** As far as the program says it: a Pod. */
  pod: object;
  /** What the cluster adds to each of them. */
  complete?: (cluster: Cluster, pod: Pod) => Promise<Pod>;
  /** How many run at one time, at least. */
  count?: pulumi.Input<number>;
  remedies: Remedies;
}

async function boundsOf(cluster: Cluster, namespace: string): Promise<Bounds> {
  const list = (kind: string) => cluster.list({ apiVersion: "v1", kind, namespace });
  const [ranges, quotas] = await Promise.all([list("LimitRange"), list("ResourceQuota")]);
  return { ranges, quotas };
}

/** A warning, as both may be changed before the update. The update itself says it in the API server's words. */
export async function tellBounds(component: pulumi.Resource, pods: Pods): Promise<void> {
  if (!pulumi.runtime.isDryRun()) return;
  const { what, complete, remedies } = pods;
  const said = pulumi.all([pods.namespace, pulumi.output(pods.pod as Pod), pods.count ?? 1]);
  // Wrong arguments are told by their own check.
  const known = await knownOf(said).catch(() => undefined);
  if (known === undefined) return;
  const [place, pod, count] = known as [string, Pod, number];
  const refusals = await tryQuery(component, async (cluster) => {
    const bounds = await boundsOf(cluster, place);
    if (bounds.ranges.length + bounds.quotas.length === 0) return [];
    return refusalsOf((await complete?.(cluster, pod)) ?? pod, count, bounds);
  });
  for (const words of refusals?.answer ?? [])
    void log.warn(`namespace ${place} takes no Pod of ${what}: ${withRemedy(words, remedies)}`, component);
}
