// Whose installation a Knative is: marks that a stack's own update meets again, and that another's is refused by.
import * as pulumi from "@pulumi/pulumi";
import { backendLabel, backendLabels, backendMark } from "../core/backend";
import { asked } from "../core/cluster";
import { contentHash } from "../core/hash";
import { type Manifest, merged, withAnnotations } from "../core/kubernetes";
import { labelValue } from "../core/ownership";
import { Failure } from "../core/problems";

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
    ...backendLabels(),
  };
  const { metadata } = namespace;
  const marked = { ...namespace, metadata: { ...metadata, labels: merged(metadata.labels ?? {}, labels) } };
  return withAnnotations(marked, { "pulumi.com/patchFieldManager": `knative-faas.${instance}` });
}

/**
 * `value`, once it is sure that no stack of the same names in another backend has made the namespace: that one's field manager
 * is the same, so that server-side apply meets no conflict.
 */
export function ofThisBackend<T>(value: pulumi.Input<T>, namespace: string, component: pulumi.Resource) {
  return pulumi.output(value).apply(async (known) => {
    const identity = { apiVersion: "v1", kind: "Namespace", name: namespace };
    const [mark, live] = await Promise.all([backendMark(), asked(component, (cluster) => cluster.get(identity))]);
    const other = live?.answer?.metadata.labels?.[backendLabel];
    if (other !== undefined && mark !== undefined && other !== mark) throw new Failure(installedElsewhere(namespace));
    return known;
  });
}

const installedElsewhere = (namespace: string) =>
  `Knative is there already (namespace ${namespace}), installed by a stack ${pulumi.getProject()}/${pulumi.getStack()} whose state is in another backend: use it with existing: true, or move that state here (pulumi stack export and import)`;

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
