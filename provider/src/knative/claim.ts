// Whose installation a Knative is: marks that a stack's own update meets again, and that another's is refused by.
import * as pulumi from "@pulumi/pulumi";
import { contentHash } from "../core/hash";
import { type Manifest, merged, withAnnotations } from "../core/kubernetes";
import { labelValue } from "../core/ownership";

/** The component of this project and stack; the hash keeps apart what is the same as a label. */
function instanceOf(component: string): string {
  const owner = [pulumi.getProject(), pulumi.getStack(), component];
  return `${labelValue(owner.join(".")).slice(0, 50)}.${contentHash(owner)}`;
}

/**
 * Server-side apply lets two managers own a field only when they agree on its value. Every release labels its
 * namespaces with the name `knative-serving`, and a component of ours with its own instance: so a namespace of others
 * is a conflict for the very first objects of an update, and one that this stack left half made is none. The version
 * stays in its label, as Knative's documentation has people read it there.
 */
export function claimedNamespace(namespace: Manifest, component: string): Manifest {
  const instance = instanceOf(component);
  const labels = {
    "app.kubernetes.io/name": "knative",
    "app.kubernetes.io/instance": instance,
    "app.kubernetes.io/managed-by": "pulumi",
  };
  const { metadata } = namespace;
  const marked = { ...namespace, metadata: { ...metadata, labels: merged(metadata.labels ?? {}, labels) } };
  return withAnnotations(marked, { "pulumi.com/patchFieldManager": `knative-faas.${instance}` });
}

/**
 * A preview meets no such conflict, as the provider forces its dry runs of new objects, and retries under another name
 * where a "field is immutable" (pulumi-kubernetes v4.26, Creation in pkg/await/await.go). It does meet the role of a
 * ClusterRoleBinding, which can't be changed in other words (kubernetes, pkg/apis/rbac/validation). This one is in every
 * installation, and nothing but its binding names the role.
 */
const role = "knative-serving-activator-cluster";

export function claimedRole(manifest: Manifest, component: string): Manifest {
  if (manifest.metadata.name !== role) return manifest;
  const name = `${role}.${instanceOf(component)}`;
  if (manifest.kind === "ClusterRole") return { ...manifest, metadata: { ...manifest.metadata, name } };
  return { ...manifest, roleRef: { ...manifest.roleRef, name } };
}
