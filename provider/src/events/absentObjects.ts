// Warns about objects and kinds that a source watches but the cluster does not have: the source would wait for them silently.
import * as pulumi from "@pulumi/pulumi";
import { type Cluster, displayName, tryQuery } from "../cluster/cluster";
import { mayWaitInside } from "../cluster/installation";
import { log } from "../pulumi/log";
import { asOutput, knownOf } from "../pulumi/value";
import type { Kind, Wanted } from "./kinds/kind";

interface Place {
  component: pulumi.ComponentResource;
  /** The property path of the kind's arguments. */
  path: string;
  namespace: pulumi.Input<string>;
}

/** One warning each: the same update may still create them after the source. */
// biome-ignore lint/suspicious/noExplicitAny: the arguments of any kind
export async function warnAbsent({ component, path, namespace }: Place, kind: Kind<any>, args: any): Promise<void> {
  if (pulumi.runtime.isDryRun() && (await mayWaitInside(component))) return;
  const wanted = (await knownOf(pulumi.output(kind.wants?.(args) ?? [])).catch(() => undefined)) as
    | Wanted[]
    | undefined;
  const home = await knownOf(asOutput(namespace)).catch(() => undefined);
  if (wanted === undefined || home === undefined) return;
  for (const one of wanted) {
    const found = await tryQuery(component, (cluster) => absence(cluster, one, home));
    if (found?.answer !== undefined) void log.warn(`${path}.${one.property}: ${found.answer}`, component);
  }
}

async function absence(cluster: Cluster, { apiVersion, kind, name }: Wanted, namespace: string) {
  if (!(await cluster.has({ apiVersion, kind })))
    return `this cluster has no kind ${kind} of ${apiVersion}; no events arrive until it has one`;
  if (name === undefined) return undefined;
  const live = await cluster.get({ apiVersion, kind, name, namespace });
  return live === undefined ? `${displayName({ kind, name, namespace })} does not exist; waiting for it` : undefined;
}
