// The recommended labels of Kubernetes on what a component makes: whose it is, and of which stack.
import * as pulumi from "@pulumi/pulumi";
import { backendLabels } from "../pulumi/backend";
import { type Manifest, merged } from "./kubernetesObject";

/** Labels that the manifest itself has win. See kubernetes.io/docs/concepts/overview/working-with-objects/common-labels. */
export function labelled(manifest: Manifest, name: pulumi.Input<string>): Manifest {
  const labels = { "app.kubernetes.io/name": name, ...ownershipLabels(), ...backendLabels() };
  return { ...manifest, metadata: { ...manifest.metadata, labels: merged(labels, manifest.metadata.labels ?? {}) } };
}

/** Whose it is, without its own name. */
export function ownershipLabels(): Record<string, string> {
  return {
    "app.kubernetes.io/instance": labelValue(pulumi.getStack()),
    "app.kubernetes.io/part-of": labelValue(pulumi.getProject()),
    "app.kubernetes.io/managed-by": "pulumi",
  };
}

/** A stack's name may hold what a label's value may not. */
export function labelValue(text: string): string {
  return text
    .replace(/[^\w.-]+/g, "-")
    .slice(0, 63)
    .replace(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g, "");
}
