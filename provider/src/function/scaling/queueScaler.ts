// What a function scaled by a queue needs in addition to its Knative Service: the scaler, and permission to read its logins.
import type * as pulumi from "@pulumi/pulumi";
import { isMissing } from "../../cluster/controllers";
import { installationOf } from "../../cluster/installation";
import { InvalidArgs } from "../../input/problems";
import type { KubernetesObject } from "../../kubernetes/kubernetesObject";
import { log } from "../../pulumi/log";
import { delayed } from "../../pulumi/value";
import type { Admission } from "../admission";
import { registerObject, type Site } from "../site";
import { makeScalerRights, scaledPath, scalerAccount } from "./queueEntry";

/** A Knative that the function depends on must install the scaler; otherwise a missing one is only a warning. */
export function checkScaler({ owner, dependsOn, spec }: Site): void {
  const installation = installationOf(dependsOn, owner);
  if (spec.queue === undefined || installation?.queueScaler === true) return;
  const propertyPath = scaledPath(spec);
  if (installation === undefined) return void warnMissing(owner, propertyPath);
  const reason =
    "requires the queue scaler, which the Knative that it depends on does not install; add extensions: { queueScaler: {} } there";
  throw new InvalidArgs("Function", [{ propertyPath, reason }]);
}

/** Only warns, as the function serves without the scaler, and it may be installed later. */
async function warnMissing(owner: pulumi.ComponentResource, path: string): Promise<void> {
  if (!(await isMissing(owner, `${scalerAccount.namespace}/${scalerAccount.name}`))) return;
  const reason =
    "requires the queue scaler, which this cluster does not have, so the queue starts no Pods; add extensions: { queueScaler: {} } to Knative (with existing: true if Knative was installed by others)";
  void log.warn(`${path}: ${reason}`, owner);
}

export function registerScalerRights(site: Site, { granted }: Admission): KubernetesObject[] {
  const { name, spec } = site;
  if (spec.queue === undefined) return [];
  const place = { name: delayed(spec.name, granted), namespace: spec.namespace };
  const objects: KubernetesObject[] = [];
  for (const manifest of makeScalerRights(spec.queue, place))
    objects.push(registerObject(site, `${name}/queue-scaler`, manifest, { dependsOn: [...objects] }));
  return objects;
}
