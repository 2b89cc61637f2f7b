// What has happened to an object behind the state's back: it is gone, or not ready any more. Told, as an update leaves it so.
import * as pulumi from "@pulumi/pulumi";
import { causeOf } from "./cause";
import { asked, type Cluster, called, type Identity, type Kind } from "./cluster";

/** Objects of Knative say how they are. A Knative Service is looked at by its function; the others come and go with their brokers. */
const hasConditions = ({ apiVersion }: Kind) => apiVersion.includes("knative.dev/");

/** All of a kind in a namespace are looked at together. A Job that has done its work may be taken away. */
const isLookedAt = ({ apiVersion, kind, namespace }: Kind) =>
  namespace !== undefined &&
  !["EventType", "Job"].includes(kind) &&
  !(kind === "Service" && apiVersion.startsWith("serving.knative.dev/"));

/** Said of an object by its name. */
export const gone =
  "is in the state of this stack, and not in the cluster any more; pulumi up --refresh makes it again";

/** Of an object that is in the state, before anything is changed. */
export async function tellBehind(object: Identity, component: pulumi.Resource): Promise<void> {
  if (!isLookedAt(object)) return;
  const news = (await asked(component, (cluster) => newsOf(cluster, object)))?.answer;
  if (news !== undefined) await pulumi.log.warn(`${called(object)} ${news}`, component);
}

async function newsOf(cluster: Cluster, object: Identity): Promise<string | undefined> {
  const { apiVersion, kind, name, namespace } = object;
  const all = await cluster.list({ apiVersion, kind, namespace }, hasConditions(object) ? "whole" : "metadata");
  const live = all.find(({ metadata }) => metadata.name === name);
  if (live === undefined) return gone;
  if (!hasConditions(object)) return undefined;
  const cause = await causeOf((of) => cluster.list(of), { ...live, apiVersion, kind });
  return cause && `is not ready now: ${cause}`;
}
