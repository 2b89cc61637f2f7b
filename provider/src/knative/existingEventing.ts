// A foreign installation of Knative Eventing: the objects that describe it, and whether it matches the arguments.

import { InvalidArgs } from "../input/problems";
import type { Manifest } from "../kubernetes/kubernetesObject";
import { type Data, differs, flagDifferences, versionOf, withoutExample } from "./existing";

const namespace = "knative-eventing";

/** The objects that are read. */
export const eventingMarkers: Record<"controller" | "features", Manifest> = {
  controller: { apiVersion: "apps/v1", kind: "Deployment", metadata: { name: "eventing-controller", namespace } },
  features: { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "config-features", namespace } },
};

interface FoundEventing {
  version: string;
  features: Data;
}

export function foundEventing(labels: Data, features: Data): FoundEventing {
  return { version: versionOf(labels), features: withoutExample(features) };
}

/** The flags that were found, if everything matches the arguments. */
export function expectedEventing(is: FoundEventing, wanted: { version?: string; features?: Data }): Data {
  const other = wanted.version !== undefined && wanted.version !== is.version;
  const reason = differs(`version ${is.version} of Eventing`, wanted.version as string);
  const problems = [
    ...(other ? [{ propertyPath: "version", reason }] : []),
    ...flagDifferences(namespace, "eventing.features", is.features, wanted.features ?? {}),
  ];
  if (problems.length > 0) throw new InvalidArgs("Knative", problems);
  return is.features;
}
