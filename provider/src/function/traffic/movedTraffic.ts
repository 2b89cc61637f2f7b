// Traffic that others have set, with kubectl or before the function was adopted: held where it is while the Knative Service changes.
import * as pulumi from "@pulumi/pulumi";
import { type Cluster, type Identity, type LiveObject, tryQuery } from "../../cluster/cluster";
import { Failure } from "../../input/problems";
import { trafficHolder } from "../../ownership/marks";
import { asOutput, knownOf } from "../../pulumi/combined";
import type { Site } from "../site";
import { trafficManagers } from "./liveTraffic";
import type { Share } from "./trafficTable";

/**
 * The Kubernetes provider takes over the fields of managers that are called kubectl, and drops those that its object does not
 * have (pulumi-kubernetes v4.26, fixCSAFieldManagers in provider/pkg/await/await.go): the table with them, as that is in a
 * patch of its own. Another manager that agrees keeps it. In an update alone, before the Service.
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
      throw new Failure(`${adopted ? notPinned : notHeld}: ${refused.answer}; ${adopted ? right : setAgain}`);
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

/** A service of others mostly has its newest revision serve: one of this function would, before anything is known of it. */
const pinned =
  (object: Identity, traffic: Share[]): Hold =>
  (cluster) =>
    cluster.apply(object, { spec: { traffic } }, trafficHolder, true);

const notHeld = "traffic was moved with kubectl, and can't be held there while the Knative Service changes";
const setAgain = "pulumi up --refresh sets it as the last update did";
const notPinned = "traffic can't be held at what serves now, before the Knative Service is adopted";
const right = "the user of the Kubernetes provider needs the right to patch services.serving.knative.dev";

const isOfKubectl = (live: LiveObject) => trafficManagers(live).some((name) => name.startsWith("kubectl"));
