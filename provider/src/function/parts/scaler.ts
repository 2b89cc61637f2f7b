// What a function that a queue scales needs beside its Knative Service: the scaler itself, and its right to read log-ins.
import type * as pulumi from "@pulumi/pulumi";
import { combined } from "../../core/combined";
import { installationOf } from "../../core/installation";
import type { KubernetesObject } from "../../core/kubernetes";
import { InvalidArgs } from "../../core/problems";
import { makeScalerRights } from "../queueEntry";
import { type Part, partObject } from "./part";

/** A Knative of the same program must bring the scaler; what others installed is not known here. */
export function checkScaler(
  { owner, spec: { queue, scale } }: Part,
  dependsOn: pulumi.ResourceOptions["dependsOn"],
): void {
  const installation = installationOf(dependsOn, owner);
  if (queue === undefined || installation === undefined || installation.queueScaler) return;
  const reason =
    "needs the queue scaler, which the Knative that it depends on does not bring; add extensions: { queueScaler: {} } there";
  throw new InvalidArgs("Function", [{ propertyPath: scale.queue === undefined ? "triggers" : "scale.queue", reason }]);
}

/** `until` holds them back until the arguments proved good. */
export function scalerRights(part: Part, until: pulumi.Input<unknown>): KubernetesObject[] {
  const { name, spec } = part;
  if (spec.queue === undefined) return [];
  const place = { name: combined([spec.name, until], (known) => known), namespace: spec.namespace };
  const objects: KubernetesObject[] = [];
  for (const manifest of makeScalerRights(spec.queue, place))
    objects.push(partObject(part, `${name}/queue-scaler`, manifest, { dependsOn: [...objects] }));
  return objects;
}
