// Feature flags that arguments need: which are missing in an installation, and what is said when they can't be had. Pure.

import type { Problem } from "../input/problems";
import type { Manifest } from "../kubernetes/kubernetesObject";

/** The parts of Knative that have feature flags, each in its own namespace. */
export type Part = "serving" | "eventing";

/** A property that a flag guards. */
export interface Need {
  propertyPath: string;
  flag: string;
}

/** The flags that Knative has on unless it is told otherwise. */
const onByDefault = ["multi-container", "kubernetes.podspec-volumes-emptydir", "delivery-timeout"];

/** Where a part of Knative keeps its feature flags. */
export function featuresMap(part: Part): Manifest {
  return { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "config-features", namespace: `knative-${part}` } };
}

/** Turns a feature flag on, beside what Knative's own resource sets there. */
export function makeFeatures(part: Part, flag: string): Manifest {
  return { ...featuresMap(part), data: { [flag]: "enabled" } };
}

type Features = Record<string, string | undefined>;

/** The flags to turn on in a Knative of the stack's own: those that neither Knative nor the stack have on. */
export function missingFlags(needs: Need[], features: Features): string[] {
  const flags = [...new Set(needs.map(({ flag }) => flag))].sort();
  return flags.filter((flag) => !isOn(flag, features));
}

/** Whose the flags of a Knative of others are. */
export interface Keeper {
  /** Name of the object by which Knative's operator sets them; undefined without an operator. */
  operator?: string | undefined;
  /** The function depends on that Knative by its own words. */
  isNamed: boolean;
}

/** What is said for the flags that are off in a Knative that is not the stack's own. */
export function refusals(part: Part, needs: Need[], features: Features, keeper: Keeper): Problem[] {
  return needs
    .filter(({ flag }) => !isOn(flag, features))
    .map(({ propertyPath, flag }) => {
      const value = JSON.stringify(features[flag] ?? "disabled");
      const dependsOn = keeper.isNamed ? "" : ". If this stack installs Knative, name it in dependsOn";
      const reason = `needs the feature flag ${flag}, which is ${value} in this cluster's Knative, and that is not this stack's own; have it set with: ${remedy(part, flag, keeper)}${dependsOn}`;
      return { propertyPath, reason };
    });
}

/** The operator would take back what somebody else writes into its ConfigMaps. */
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

/** The object of Knative's operator that a ConfigMap belongs to. */
export function operatorOf(part: Part, { ownerReferences = [] }: Owned): string | undefined {
  return ownerReferences.find(({ kind }) => kind.toLowerCase() === `knative${part}`)?.name;
}

/** Flags that the stack turned off by its own words: told, not overruled. */
export function contradictions(part: Part, needs: Need[], features: Features): Problem[] {
  const where = part === "serving" ? "features" : "eventing.features";
  return needs
    .filter(({ flag }) => features[flag] !== undefined && !isOn(flag, features))
    .map(({ propertyPath, flag }) => ({
      propertyPath,
      reason: `needs the feature flag ${flag}, which this stack's Knative sets to ${JSON.stringify(features[flag])}; set it to "enabled" in ${where}, or leave it out there`,
    }));
}

function isOn(flag: string, features: Features): boolean {
  const value = features[flag]?.toLowerCase();
  return value === undefined ? onByDefault.includes(flag) : value === "enabled";
}
