// Warns about objects that changed outside of Pulumi: deleted, or no longer ready. An update alone does not fix them, so it fails in the end.
import type * as pulumi from "@pulumi/pulumi";
import { causeOf } from "../cluster/cause";
import { type Cluster, displayName, type Identity, type Kind, type LiveObject, query } from "../cluster/cluster";
import { gone, hasConditions, noteDrift } from "../kubernetes/drift";
import { log } from "../pulumi/log";

/** Lists all objects of a kind, in a namespace if it has one, with one request. A finished Job may have been deleted. */
const isLookedAt = ({ kind }: Kind) => !["EventType", "Job"].includes(kind);

/** The function itself reports on its Knative Service. */
const isReported = ({ kind, apiVersion }: Kind) =>
  !(kind === "Service" && apiVersion.startsWith("serving.knative.dev/"));

/**
 * For an object that is in the state, before anything is changed: warns about what happened to it, and returns the object that has its
 * name now.
 */
export async function lookBehind(object: Identity, component: pulumi.Resource): Promise<LiveObject | undefined> {
  if (!isLookedAt(object)) return undefined;
  const found = (await query(component, (cluster) => foundIn(cluster, object)))?.answer;
  if (found?.news === undefined) return found?.live;
  const warning = isReported(object) ? log.warn(`${displayName(object)} ${found.news}`, component) : Promise.resolve();
  noteDrift(component, { object, generation: found.live?.metadata.generation, warning });
  return found.live;
}

async function foundIn(cluster: Cluster, object: Identity): Promise<{ live?: LiveObject; news?: string | undefined }> {
  const { apiVersion, kind, name, namespace } = object;
  const all = await cluster.list({ apiVersion, kind, namespace }, hasConditions(object) ? "whole" : "metadata");
  const found = all.find(({ metadata }) => metadata.name === name);
  if (found === undefined) return { news: gone };
  const live = { ...found, apiVersion, kind };
  if (!hasConditions(object) || !isReported(object)) return { live };
  const cause = await causeOf((of) => cluster.list(of), live);
  return { live, news: cause && `is not ready now: ${cause}` };
}
