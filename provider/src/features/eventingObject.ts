// One Knative Eventing object as a resource: waits until it is decided, and is replaced if Knative refuses a change.
import type * as pulumi from "@pulumi/pulumi";
import { applied, type KubernetesObject, type Manifest, withAnnotations } from "../kubernetes/kubernetesObject";
import { decided } from "../kubernetes/readiness";
import { waitingForObject, waitingForPods } from "../kubernetes/waiting";
import { ownObject } from "../ownership/ownObject";

/** Temporary reasons while Knative creates the parts of an object, by kind (eventing v0.50, pkg/reconciler). */
export const passing: Record<string, string[]> = {
  ApiServerSource: ["MinimumReplicasUnavailable"],
  Broker: ["NoAddress"],
  Channel: ["EmptyHostname"],
  // Knative creates the binding first, then the Deployment that is bound.
  ContainerSource: ["SubjectMissing"],
  InMemoryChannel: ["EmptyHostname"],
  Parallel: ["SubscriptionsNotReady", "ChannelsNotReady", "emptyAddress"],
  PingSource: ["MinimumReplicasUnavailable"],
  // The source's own workload was just created, and the binding's controller may not have seen it yet.
  SinkBinding: ["SubjectMissing"],
  Sequence: ["SubscriptionsNotReady", "ChannelsNotReady", "emptyAddress"],
  // The controller may not see yet the subscription that it has created.
  Trigger: ["NotSubscribed"],
};

/** The Pods of a ContainerSource are waited for separately, because only they say why they do not start. */
const deciding: Record<string, string> = { ContainerSource: "SinkBindingReady" };

export function conditionOf(kind: string): string | undefined {
  return deciding[kind];
}

export function waitForOf(kind: string): string {
  return decided(passing[kind], deciding[kind]);
}

const seconds = 90;

/** `component` is the name for the ownership labels. */
export function eventingObject(
  name: string,
  manifest: Manifest,
  component: pulumi.Input<string>,
  options: pulumi.CustomResourceOptions,
): KubernetesObject {
  const isKnatives = manifest.apiVersion.includes("knative.dev/");
  const isAwaited = isKnatives && manifest.kind !== "EventType";
  const wait: Record<string, string> = isAwaited ? { "pulumi.com/waitFor": waitForOf(manifest.kind) } : {};
  const customTimeouts = { create: `${seconds}s`, update: `${seconds}s` };
  const waiting = isAwaited ? waitingForObject(manifest) : waitingForPods(manifest);
  return ownObject(name, applied(withAnnotations(manifest, wait)), component, { customTimeouts, ...options }, waiting);
}
