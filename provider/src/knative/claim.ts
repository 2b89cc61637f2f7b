// Claims an installation of Knative for its stack: marks that the stack's updates recognise, and that make other stacks' fail.
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

/** The component of this project and stack; the hash distinguishes names that are equal as labels. */
function instanceOf(component: string): string {
  const owner = [pulumi.getProject(), pulumi.getStack(), component];
  return `${labelValue(owner.join(".")).slice(0, 50)}.${contentHash(owner)}`;
}

/**
 * Server-side apply lets two managers own a field only if they agree on its value. Every release labels its namespaces with
 * the name `knative-serving`, and this component with its own instance: so a foreign namespace conflicts with the first
 * objects of an update, and one that this stack left incomplete does not. The version stays in its label, as Knative's
 * documentation refers to it.
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
 * `value`, once no other stack is known to have created the namespace. A stack of the same names in another backend also has the
 * same field manager, so that server-side apply finds no conflict.
 */
export function unlessForeign<T>(
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

/** A new stack with a reused name would mark its namespaces like the stack that had the name before. */
async function earlierInstaller(live: LiveObject, component: string, of: pulumi.ComponentResource) {
  const state = await stackState();
  const isStarted = (await urnsOf(of)).some((urn) => state[urn] !== undefined);
  return isStarted ? undefined : leftInstalled(live, component);
}

async function leftInstalled({ metadata }: LiveObject, component: string): Promise<string | undefined> {
  const { [instanceLabel]: instance, [managerLabel]: manager, [backendLabel]: backend } = metadata.labels ?? {};
  const mark = await backendMark();
  const isSameBackend = backend === undefined || mark === undefined || backend === mark;
  return manager === "pulumi" && instance === instanceOf(component) && isSameBackend ? bySameName : undefined;
}

const bySameName =
  "with the labels of this stack, whose state does not have the component: an earlier stack of this name installed it; use it with existing: true";

const namespaceObject = (name: string) => ({ apiVersion: "v1", kind: "Namespace", metadata: { name } });

/** With a foreign Knative, only this package's own programs are installed. */
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

const installed = (namespace: string, owner: string) => `Knative already exists (namespace ${namespace}), ${owner}`;

/**
 * A preview finds no such conflict, as the provider forces its dry runs of new objects, and retries under another name
 * if a "field is immutable" (pulumi-kubernetes v4.26, Creation in pkg/await/await.go). It does detect a changed role of a
 * ClusterRoleBinding, which is immutable with another error (kubernetes, pkg/apis/rbac/validation). This binding is in
 * every installation, and nothing else refers to its role.
 */
const role = "knative-serving-activator-cluster";

export function claimedRole(manifest: Manifest, component: string): Manifest {
  if (manifest.metadata.name !== role) return manifest;
  const name = `${role}.${instanceOf(component)}`;
  if (manifest.kind === "ClusterRole") return { ...manifest, metadata: { ...manifest.metadata, name } };
  return { ...manifest, roleRef: { ...manifest.roleRef, name } };
}
