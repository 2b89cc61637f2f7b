// What a function that a queue scales needs beside its Knative Service: the scaler itself, and its right to read log-ins.
import type * as pulumi from "@pulumi/pulumi";
import { isMissing } from "../../cluster/controllers";
import { installationOf } from "../../cluster/installation";
import { InvalidArgs } from "../../input/problems";
import type { KubernetesObject } from "../../kubernetes/kubernetesObject";
import { combined } from "../../pulumi/combined";
import { log } from "../../pulumi/log";
import type { Admission } from "../admission";
import { registerObject, type Site } from "../site";
import { makeScalerRights, scalerAccount } from "./queueEntry";

/** A Knative that the function depends on must bring the scaler; of a cluster where nobody has, it is a warning. */
export function checkScaler({ owner, dependsOn, spec: { queue, scale } }: Site): void {
  const installation = installationOf(dependsOn, owner);
  if (queue === undefined || installation?.queueScaler === true) return;
  const propertyPath = scale.queue === undefined ? "triggers" : "scale.queue";
  if (installation === undefined) return void tellMissing(owner, propertyPath);
  const reason =
    "needs the queue scaler, which the Knative that it depends on does not bring; add extensions: { queueScaler: {} } there";
  throw new InvalidArgs("Function", [{ propertyPath, reason }]);
}

/** It may come later, as the function serves without it. */
async function tellMissing(owner: pulumi.ComponentResource, path: string): Promise<void> {
  if (!(await isMissing(owner, `${scalerAccount.namespace}/${scalerAccount.name}`))) return;
  const words =
    "needs the queue scaler, which this cluster does not have, so the queue asks for no Pods; add extensions: { queueScaler: {} } to Knative (with existing: true where others have installed it)";
  void log.warn(`${path}: ${words}`, owner);
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
