// What a Knative component tells to those that depend on it: whose it is, its feature flags, what to wait for.
import type * as pulumi from "@pulumi/pulumi";

export interface Installation {
  /** True when the stack installs it, so that a function may turn feature flags on. */
  owned: boolean;
  /** The entries of `config-features`: what the stack sets when it is its own, else what the cluster says. */
  features: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** Knative Eventing's own flags, where it is there too. */
  eventing?: { features: pulumi.Input<Record<string, pulumi.Input<string>>> } | undefined;
  /** True when our queue scaler comes with it. */
  queueScaler: boolean;
  /** The last resources of the installation: they are there when all of it is, and go before any other goes. */
  gate: pulumi.Resource[];
}

const installations = new WeakMap<pulumi.Resource, Installation>();

export function announce(component: pulumi.Resource, installation: Installation): void {
  installations.set(component, installation);
}

type DependsOn = pulumi.ResourceOptions["dependsOn"];

/** The installation among what a function depends on. */
export function installationOf(dependsOn: DependsOn): Installation | undefined {
  return listed(dependsOn)
    .map((resource) => installations.get(resource))
    .find((installation) => installation !== undefined);
}

/** Knative's gate in place of Knative: depending on its last resources says the same as on all of them, in a few lines of state. */
export function throughGate(dependsOn: DependsOn): DependsOn {
  const resources = listed(dependsOn);
  if (!resources.some((resource) => installations.has(resource))) return dependsOn;
  return resources.flatMap((resource) => installations.get(resource)?.gate ?? [resource]);
}

function listed(dependsOn: DependsOn): pulumi.Resource[] {
  if (dependsOn === undefined) return [];
  const list = Array.isArray(dependsOn) ? dependsOn : [dependsOn];
  return list.every((entry) => typeof entry === "object" && "urn" in entry) ? (list as pulumi.Resource[]) : [];
}
