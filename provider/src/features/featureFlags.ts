// Feature flags that arguments need: which are missing in an installation, and the error if they can't be turned on. Pure.

import type { Problem } from "../input/problems";
import type { Manifest } from "../kubernetes/kubernetesObject";

/** The parts of Knative that have feature flags, each in its own namespace. */
export type Part = "serving" | "eventing";

/** A property that requires a feature flag. */
export interface Need {
  propertyPath: string;
  flag: string;
}

/** The flags that Knative enables by default. */
const onByDefault = ["multi-container", "kubernetes.podspec-volumes-emptydir", "delivery-timeout"];

/** The ConfigMap in which a part of Knative stores its feature flags. */
export function featuresMap(part: Part): Manifest {
  return { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "config-features", namespace: `knative-${part}` } };
}

/** Turns a feature flag on, in addition to what Knative's own resource sets there. */
export function makeFeatures(part: Part, flag: string): Manifest {
  return { ...featuresMap(part), data: { [flag]: "enabled" } };
}

type Features = Record<string, string | undefined>;

/** The flags to turn on in the stack's own Knative: those that neither Knative nor the stack enables. */
export function missingFlags(needs: Need[], features: Features): string[] {
  const flags = [...new Set(needs.map(({ flag }) => flag))].sort();
  return flags.filter((flag) => !isOn(flag, features));
}

/** Who manages the flags of a foreign Knative. */
export interface Keeper {
  /** Name of the object through which Knative's operator sets them; undefined without an operator. */
  operator?: string | undefined;
  /** The function names that Knative in dependsOn. */
  isNamed: boolean;
}

/** The problems for flags that are off in a foreign Knative. */
export function refusals(part: Part, needs: Need[], features: Features, keeper: Keeper): Problem[] {
  return needs
    .filter(({ flag }) => !isOn(flag, features))
    .map(({ propertyPath, flag }) => {
      const value = JSON.stringify(features[flag] ?? "disabled");
      const dependsOn = keeper.isNamed ? "" : ". If this stack installs Knative, name it in dependsOn";
      const reason = `needs the feature flag ${flag}, which is ${value} in this cluster's Knative, which does not belong to this stack; set it with: ${remedy(part, flag, keeper)}${dependsOn}`;
      return { propertyPath, reason };
    });
}

/** Patches the operator's object, because the operator would revert changes to its ConfigMaps. */
function remedy(part: Part, flag: string, { operator }: Keeper): string {
  const patch = (target: string, value: object) =>
    `kubectl -n knative-${part} patch ${target} --type merge -p '${JSON.stringify(value)}'`;
  const data = { [flag]: "enabled" };
  return operator === undefined
    ? patch("configmap config-features", { data })
    : patch(`knative${part} ${operator}`, { spec: { config: { features: data } } });
}

interface Owned {
  ownerReferences?: { kind: string; name: string }[];
}

/** The Knative operator's object that owns a ConfigMap. */
export function operatorOf(part: Part, { ownerReferences = [] }: Owned): string | undefined {
  return ownerReferences.find(({ kind }) => kind.toLowerCase() === `knative${part}`)?.name;
}

/** Flags that the stack turns off explicitly: reported, not overruled. */
export function contradictions(part: Part, needs: Need[], features: Features): Problem[] {
  const where = part === "serving" ? "features" : "eventing.features";
  return needs
    .filter(({ flag }) => features[flag] !== undefined && !isOn(flag, features))
    .map(({ propertyPath, flag }) => ({
      propertyPath,
      reason: `needs the feature flag ${flag}, which this stack's Knative sets to ${JSON.stringify(features[flag])}; set it to "enabled" in ${where}, or remove it there`,
    }));
}

function isOn(flag: string, features: Features): boolean {
  const value = features[flag]?.toLowerCase();
  return value === undefined ? onByDefault.includes(flag) : value === "enabled";
}
