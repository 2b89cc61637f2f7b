// Keeps traffic that others set, with kubectl or before the function was adopted, while the Knative Service changes.
import * as pulumi from "@pulumi/pulumi";
import { type Cluster, type Identity, type LiveObject, tryQuery } from "../../cluster/cluster";
import { Failure } from "../../input/problems";
import { trafficHolder } from "../../ownership/marks";
import { asOutput, knownOf } from "../../pulumi/value";
import type { Site } from "../site";
import { trafficManagers } from "./liveTraffic";
import type { Share } from "./trafficTable";

/**
 * The Kubernetes provider adopts the fields of managers named kubectl, and drops those that its object does not have
 * (pulumi-kubernetes v4.26, fixCSAFieldManagers in provider/pkg/await/await.go), including the table, which is in a separate
 * patch. Another manager that agrees retains it. Only in an update, before the Service.
 */
export function heldTraffic({ owner, spec, last }: Site): pulumi.Input<unknown> {
  if (pulumi.runtime.isDryRun()) return undefined;
  return last.apply(async ({ moved, adopted, traffic }) => {
    const [name, namespace] = await Promise.all([spec.name, spec.namespace].map((one) => knownOf(asOutput(one))));
    if ((moved === undefined && !adopted) || name === undefined) return;
    const object = { apiVersion: "serving.knative.dev/v1", kind: "Service", name, namespace };
    const hold = adopted ? pinned(object, traffic) : held(object);
    const refused = await tryQuery(owner, (cluster) => hold(cluster).catch((error: Error) => error.message));
    if (typeof refused?.answer === "string")
      throw new Failure(`${adopted ? notPinned : notHeld}: ${refused.answer}; ${adopted ? permission : restore}`);
  });
}

type Hold = (cluster: Cluster) => Promise<void>;

const held =
  (object: Identity): Hold =>
  async (cluster) => {
    const live = await cluster.get(object);
    if (live !== undefined && isOfKubectl(live))
      await cluster.apply(object, { spec: { traffic: live.spec.traffic } }, trafficHolder);
  };

/** A foreign Service usually routes to its newest revision: this function's new revision would serve before it is known to be ready. */
const pinned =
  (object: Identity, traffic: Share[]): Hold =>
  (cluster) =>
    cluster.apply(object, { spec: { traffic } }, trafficHolder, true);

const notHeld = "traffic was moved with kubectl, and can't be kept there while the Knative Service changes";
const restore = "pulumi up --refresh restores what the last update set";
const notPinned = "traffic can't be pinned to what serves now before the Knative Service is adopted";
const permission = "the user of the Kubernetes provider needs permission to patch services.serving.knative.dev";

const isOfKubectl = (live: LiveObject) => trafficManagers(live).some((name) => name.startsWith("kubectl"));
