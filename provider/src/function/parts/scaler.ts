// What a function that a queue scales needs beside its Knative Service: the scaler itself, and its right to read log-ins.
import { combined } from "../../core/combined";
import { installationOf } from "../../core/installation";
import type { KubernetesObject } from "../../core/kubernetes";
import { InvalidArgs } from "../../core/problems";
import { makeScalerRights } from "../queueEntry";
import type { Admission } from "./admission";
import { registerObject, type Site } from "./site";

/** A Knative of the same program must bring the scaler; what others installed is not known here. */
export function checkScaler({ owner, dependsOn, spec: { queue, scale } }: Site): void {
  const installation = installationOf(dependsOn, owner);
  if (queue === undefined || installation === undefined || installation.queueScaler) return;
  const reason =
    "needs the queue scaler, which the Knative that it depends on does not bring; add extensions: { queueScaler: {} } there";
  throw new InvalidArgs("Function", [{ propertyPath: scale.queue === undefined ? "triggers" : "scale.queue", reason }]);
}

export function registerScalerRights(site: Site, { granted }: Admission): KubernetesObject[] {
  const { name, spec } = site;
  if (spec.queue === undefined) return [];
  const place = { name: combined([spec.name, granted], (known) => known), namespace: spec.namespace };
  const objects: KubernetesObject[] = [];
  for (const manifest of makeScalerRights(spec.queue, place))
    objects.push(registerObject(site, `${name}/queue-scaler`, manifest, { dependsOn: [...objects] }));
  return objects;
}
