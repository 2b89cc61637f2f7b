// The recommended Kubernetes labels on a component's objects: the owner and its stack.
import * as pulumi from "@pulumi/pulumi";
import { backendLabels } from "../pulumi/backend";
import { type Manifest, merged } from "./kubernetesObject";

/** The manifest's own labels take precedence. See kubernetes.io/docs/concepts/overview/working-with-objects/common-labels. */
export function labelled(manifest: Manifest, name: pulumi.Input<string>): Manifest {
  const labels = { "app.kubernetes.io/name": name, ...ownershipLabels(), ...backendLabels() };
  return { ...manifest, metadata: { ...manifest.metadata, labels: merged(labels, manifest.metadata.labels ?? {}) } };
}

/** The owner's labels, without the object's own name. */
export function ownershipLabels(): Record<string, string> {
  return {
    "app.kubernetes.io/instance": labelValue(pulumi.getStack()),
    "app.kubernetes.io/part-of": labelValue(pulumi.getProject()),
    "app.kubernetes.io/managed-by": "pulumi",
  };
}

/** A stack's name may contain characters that a label value may not. */
export function labelValue(text: string): string {
  return text
    .replace(/[^\w.-]+/g, "-")
    .slice(0, 63)
    .replace(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g, "");
}
