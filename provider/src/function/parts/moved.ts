// Traffic that somebody has moved with kubectl: held where it is while the Knative Service changes.
import * as pulumi from "@pulumi/pulumi";
import { asked, type LiveObject } from "../../core/cluster";
import { asOutput, knownOf } from "../../core/combined";
import { Failure } from "../../core/problems";
import type { Previous } from "../history";
import { trafficManagers } from "../live";
import type { Part } from "./part";

/** None of ours, so that the next update still knows that others have moved it. */
const manager = "moved-traffic";

/**
 * The Kubernetes provider takes over the fields of managers that are called kubectl, and drops those that its object does not
 * have (pulumi-kubernetes v4.26, fixCSAFieldManagers in provider/pkg/await/await.go): the table with them, as that is in a
 * patch of its own. Another manager that agrees keeps it. In an update alone, before the Service.
 */
export function heldTraffic({ owner, spec }: Part, previous: pulumi.Output<Previous>): pulumi.Input<unknown> {
  if (pulumi.runtime.isDryRun()) return undefined;
  return previous.apply(async ({ moved }) => {
    const [name, namespace] = await Promise.all([spec.name, spec.namespace].map((one) => knownOf(asOutput(one))));
    if (moved === undefined || name === undefined) return;
    const object = { apiVersion: "serving.knative.dev/v1", kind: "Service", name, namespace };
    const refused = await asked(owner, async (cluster) => {
      const live = await cluster.get(object);
      if (live === undefined || !isOfKubectl(live)) return undefined;
      const { traffic } = live.spec;
      return cluster.apply(object, { spec: { traffic } }, manager).catch((error: Error) => error.message);
    });
    if (typeof refused?.answer === "string") throw new Failure(notHeld(refused.answer));
  });
}

const notHeld = (reason: string) =>
  `traffic was moved with kubectl, and can't be held there while the Knative Service changes: ${reason}; pulumi up --refresh sets it as the last update did`;

const isOfKubectl = (live: LiveObject) => trafficManagers(live).some((name) => name.startsWith("kubectl"));
