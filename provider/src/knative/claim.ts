// Whose installation a Knative is: marks that a stack's own update meets again, and that another's is refused by.
import * as pulumi from "@pulumi/pulumi";
import { type LiveObject, tryQuery } from "../cluster/cluster";
import { refuseProvider } from "../cluster/provider";
import { Failure } from "../input/problems";
import { type Manifest, merged, withAnnotations } from "../kubernetes/kubernetesObject";
import { labelValue } from "../kubernetes/ownershipLabels";
import type { Makes } from "../ownership/earlier";
import { backendLabel, backendLabels, backendMark } from "../pulumi/backend";
import { contentHash } from "../pulumi/hash";
import { stackState } from "../pulumi/previous";
import { urnsOf } from "../pulumi/urn";
import type { KnativeArgs } from "./knativeArgs.gen";
import { namespace as ofExtensions } from "./programObjects";

const instanceLabel = "app.kubernetes.io/instance";
const managerLabel = "app.kubernetes.io/managed-by";

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
    [instanceLabel]: instance,
    [managerLabel]: "pulumi",
    ...backendLabels(),
  };
  const { metadata } = namespace;
  const marked = { ...namespace, metadata: { ...metadata, labels: merged(metadata.labels ?? {}, labels) } };
  return withAnnotations(marked, { "pulumi.com/patchFieldManager": `knative-faas.${instance}` });
}

/**
 * `value`, once it is sure that no other stack has made the namespace. Of one of the same names in another backend, the field
 * manager is the same too, so that server-side apply meets no conflict.
 */
export function unlessOthers<T>(
  value: pulumi.Input<T>,
  namespace: string,
  component: string,
  of: pulumi.ComponentResource,
) {
  return pulumi.output(value).apply(async (known) => {
    await refuseProvider(of);
    const identity = { apiVersion: "v1", kind: "Namespace", name: namespace };
    const live = (await tryQuery(of, (cluster) => cluster.get(identity)))?.answer;
    const owner = live && ((await otherInstaller(live, component)) ?? (await earlierInstaller(live, component, of)));
    if (owner !== undefined) throw new Failure(installed(namespace, owner));
    return known;
  });
}

async function otherInstaller({ metadata }: LiveObject, component: string): Promise<string | undefined> {
  const [mark, state] = await Promise.all([backendMark(), stackState()]);
  if (Object.values(state).some(({ outputs }) => outputs?.metadata?.uid === metadata.uid)) return undefined;
  const { [instanceLabel]: instance, [managerLabel]: manager, [backendLabel]: backend } = metadata.labels ?? {};
  if (manager !== "pulumi" || instance === undefined) return undefined;
  if (instance !== instanceOf(component))
    return `installed by another stack (${instance.replace(/\.\w+$/, "")}): use it with existing: true`;
  if (backend === undefined || mark === undefined || backend === mark) return undefined;
  return `installed by a stack of the same names whose state is in another backend: use it with existing: true, or move that state here (pulumi stack export and import)`;
}

/** A new stack of an old name would mark its namespaces as the one that had the name before. */
async function earlierInstaller(live: LiveObject, component: string, of: pulumi.ComponentResource) {
  const state = await stackState();
  const isBegun = (await urnsOf(of)).some((urn) => state[urn] !== undefined);
  return isBegun ? undefined : leftInstalled(live, component);
}

async function leftInstalled({ metadata }: LiveObject, component: string): Promise<string | undefined> {
  const { [instanceLabel]: instance, [managerLabel]: manager, [backendLabel]: backend } = metadata.labels ?? {};
  const mark = await backendMark();
  const isSameBackend = backend === undefined || mark === undefined || backend === mark;
  return manager === "pulumi" && instance === instanceOf(component) && isSameBackend ? ofItsName : undefined;
}

const ofItsName =
  "with the labels of this stack, whose state does not have the component: a stack that had this one's name has installed it; use it with existing: true";

const namespaceObject = (name: string) => ({ apiVersion: "v1", kind: "Namespace", metadata: { name } });

/** Beside a Knative of others there are our own programs alone. */
export const makes: Makes = {
  main: ({ existing, extensions }: KnativeArgs) => {
    if (existing !== true) return namespaceObject("knative-serving");
    return extensions === undefined ? undefined : namespaceObject(ofExtensions);
  },
  refusal: async (live, component) => {
    const owner = await leftInstalled(live, component);
    return owner && installed(live.metadata.name, owner);
  },
};

const installed = (namespace: string, owner: string) => `Knative is there already (namespace ${namespace}), ${owner}`;

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
