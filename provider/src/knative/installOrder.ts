// The order in which the objects of Knative are installed; a destroy runs in reverse.
import type { Manifest } from "../kubernetes/kubernetesObject";

/** A phase begins once every object of the phases in `after` exists and meets its wait condition. */
export interface OrderPhase {
  name: string;
  holds: (manifest: Manifest) => boolean;
  after: string[];
  /** Annotations that make Pulumi wait for an object of this phase. */
  wait: (manifest: Manifest) => Record<string, string>;
  /** Fields that a controller of Knative owns once the object exists. */
  ignoreChanges: string[];
}

const kinds =
  (...names: string[]) =>
  (manifest: Manifest) =>
    names.includes(manifest.kind);

const waitFor = (condition: string) => ({ "pulumi.com/waitFor": condition });
const noWait = () => ({ "pulumi.com/skipAwait": "true" });
const usualWait = () => ({});

/**
 * An updated object already met its condition before, and the Kubernetes provider may mistake the old object for the new
 * one, so its version is awaited too. Otherwise the state would have the old labels, and the next preview a change.
 */
const versioned = (condition: string) => (manifest: Manifest) => {
  const { "app.kubernetes.io/version": version } = (manifest.metadata.labels ?? {}) as Record<string, string>;
  if (version === undefined) return waitFor(condition);
  const labelled = `jsonpath={.metadata.labels['app.kubernetes.io/version']}=${version}`;
  return waitFor(JSON.stringify([condition, labelled]));
};

/**
 * An object belongs to the first phase that holds it. Small objects come before the CRDs, which are large: the engine writes
 * the complete state after each step, so it should grow late. Webhooks come after their servers are ready, or they would
 * reject what follows; objects that Knative's own webhooks check come last, which also proves that they respond.
 */
export const order: OrderPhase[] = [
  { name: "namespaces", holds: kinds("Namespace"), after: [], wait: usualWait, ignoreChanges: [] },
  {
    name: "secrets",
    holds: (manifest) => manifest.kind === "Secret" && manifest.type !== "kubernetes.io/dockerconfigjson",
    after: ["namespaces"],
    wait: usualWait,
    // The webhook writes its certificate into its Secret.
    ignoreChanges: ["data", "stringData"],
  },
  {
    name: "definitions",
    holds: kinds("CustomResourceDefinition"),
    after: ["base"],
    wait: versioned("condition=Established"),
    ignoreChanges: [],
  },
  {
    name: "adapters",
    // Eventing's controller sets its replicas and environment with the first PingSource, and keeps them when a new
    // version is applied.
    holds: ({ kind, metadata }) => kind === "Deployment" && metadata.name === "pingsource-mt-adapter",
    after: ["secrets", "base", "definitions"],
    wait: () => ({ "pulumi.com/patchForce": "true" }),
    ignoreChanges: ["spec.replicas", "spec.template.spec.containers[0].env"],
  },
  {
    name: "workloads",
    holds: isWorkload,
    after: ["secrets", "base", "definitions"],
    wait: usualWait,
    ignoreChanges: [],
  },
  {
    name: "webhooks",
    holds: kinds("MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"),
    after: ["workloads"],
    wait: versioned("jsonpath={.webhooks[0].clientConfig.caBundle}"),
    // The webhook's own controller writes rules, caBundle and path.
    ignoreChanges: ["webhooks"],
  },
  { name: "instances", holds: kinds("Certificate", "Image"), after: ["webhooks"], wait: usualWait, ignoreChanges: [] },
  // A Service has no endpoints before its Deployment: it must not be awaited earlier.
  { name: "base", holds: () => true, after: ["namespaces"], wait: noWait, ignoreChanges: [] },
];

/** The gateway's Service of type LoadBalancer gets its address from outside: it is awaited together with its Deployment. */
function isWorkload(manifest: Manifest): boolean {
  return (
    kinds("Deployment", "StatefulSet")(manifest) ||
    (manifest.kind === "Service" && manifest.spec.type === "LoadBalancer")
  );
}

export function phaseOf(manifest: Manifest): OrderPhase {
  return order.find((phase) => phase.holds(manifest)) as OrderPhase;
}

/** Sorts the phases so that each comes after those that it waits for. */
export function inOrder(phases: OrderPhase[]): OrderPhase[] {
  const sorted: OrderPhase[] = [];
  while (sorted.length < phases.length) {
    const done = new Set(sorted.map((phase) => phase.name));
    const next = phases.find((phase) => !done.has(phase.name) && phase.after.every((name) => done.has(name)));
    if (next === undefined) throw new Error(`the order of ${phases.map((phase) => phase.name).join(", ")} has a cycle`);
    sorted.push(next);
  }
  return sorted;
}
