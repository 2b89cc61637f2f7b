// What has happened to an object behind the state's back: it is gone, or not ready any more. Told, as an update leaves it so.
import type * as pulumi from "@pulumi/pulumi";
import { causeOf } from "../cluster/cause";
import { type Cluster, displayName, type Identity, type Kind, type LiveObject, query } from "../cluster/cluster";
import { log } from "../pulumi/log";

/** Objects of Knative say how they are. */
const hasConditions = ({ apiVersion }: Kind) => apiVersion.includes("knative.dev/");

/** All of a kind in a namespace are looked at together. A Job that has done its work may be taken away. */
const isLookedAt = ({ kind, namespace }: Kind) => namespace !== undefined && !["EventType", "Job"].includes(kind);

/** A Knative Service is told of by its function. */
const isToldOf = ({ kind, apiVersion }: Kind) => !(kind === "Service" && apiVersion.startsWith("serving.knative.dev/"));

/** Said of an object by its name. */
export const gone =
  "is in the state of this stack, and not in the cluster any more; pulumi up --refresh makes it again";

/**
 * Of an object that is in the state, before anything is changed: tells what has happened to it, and returns what has its name
 * now.
 */
export async function lookBehind(object: Identity, component: pulumi.Resource): Promise<LiveObject | undefined> {
  if (!isLookedAt(object)) return undefined;
  const found = (await query(component, (cluster) => foundIn(cluster, object)))?.answer;
  if (found?.news !== undefined && isToldOf(object)) void log.warn(`${displayName(object)} ${found.news}`, component);
  return found?.live;
}

async function foundIn(cluster: Cluster, object: Identity): Promise<{ live?: LiveObject; news?: string | undefined }> {
  const { apiVersion, kind, name, namespace } = object;
  const all = await cluster.list({ apiVersion, kind, namespace }, hasConditions(object) ? "whole" : "metadata");
  const found = all.find(({ metadata }) => metadata.name === name);
  if (found === undefined) return { news: gone };
  const live = { ...found, apiVersion, kind };
  if (!hasConditions(object) || !isToldOf(object)) return { live };
  const cause = await causeOf((of) => cluster.list(of), live);
  return { live, news: cause && `is not ready now: ${cause}` };
}
