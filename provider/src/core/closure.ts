// Feature flags that arguments need: which are missing in an installation, and what is said when they can't be had. Pure.
import type { Manifest } from "./kubernetes";
import type { Problem } from "./problems";

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

/** What is said for the flags that are off in a Knative that is not the stack's own. */
export function refusals(part: Part, needs: Need[], features: Features): Problem[] {
  return needs
    .filter(({ flag }) => !isOn(flag, features))
    .map(({ propertyPath, flag }) => ({
      propertyPath,
      reason: `needs the feature flag ${flag}, which is ${JSON.stringify(features[flag] ?? "disabled")} in this cluster's Knative, and that is not this stack's own; have it set with: kubectl -n knative-${part} patch configmap config-features --type merge -p '{"data":{"${flag}":"enabled"}}'. If this stack installs Knative, name it in dependsOn`,
    }));
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
