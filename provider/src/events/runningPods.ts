// The Pods of a source as a separate node: waited for on their own, because only they say why they do not start.
import * as pulumi from "@pulumi/pulumi";
import { workloadCause } from "../cluster/pods";
import { type KubernetesObject, KubernetesPatch, type Manifest, token } from "../kubernetes/kubernetesObject";
import { warnBounds } from "../kubernetes/podBoundsWarning";
import type { Remedies } from "../kubernetes/remedies";
import { Awaited, remedied, type Waiting } from "../kubernetes/waiting";
import { contentHash } from "../pulumi/hash";
import { urnsOfChild } from "../pulumi/urn";
import { asOutput, knownOf } from "../pulumi/value";
import { programContainer } from "./adapters/adapter";
import type { Kind, Workload } from "./kinds/kind";

/** How long a program's Pods may take to start, in seconds. */
const usualSeconds = 90;

export interface Source {
  /** The resource name of its nodes. */
  name: string;
  /** The property path of its arguments. */
  path: string;
  namespace: pulumi.Input<string>;
  manifests: Manifest[];
  /** The last of its nodes. */
  object: KubernetesObject;
  readySeconds?: pulumi.Input<number> | undefined;
}

/**
 * Resolves once the Pods run; undefined if the source has none of its own. The annotation identifies the template, so
 * that a changed one is waited for again.
 */
export function running(
  { workload }: Kind<unknown>,
  { name, path, namespace, manifests, object, readySeconds = usualSeconds }: Source,
  child: pulumi.CustomResourceOptions,
): pulumi.Output<unknown> | undefined {
  if (workload === undefined) return undefined;
  const template = pulumi.output(manifests.map(({ spec }) => spec)).apply(contentHash);
  // A preview needs the name of the patched object, and an object that does not exist yet has no id.
  const made = pulumi.runtime.isDryRun() ? undefined : object.id;
  const runs = pulumi.all([object.metadata.name, made]).apply(([own]) => workload(own));
  const { apiVersion, kind, isOurs } = workload("");
  // An object of the graph already records its field manager, so this patch sets none, and adopts what a dead update left.
  const [purpose, force] = isOurs ? [undefined, { "pulumi.com/patchForce": "true" }] : ["rollout", {}];
  const annotations = { "knative-faas.dev/template": template, ...force };
  const patch = { apiVersion, kind, metadata: { name: runs.name, namespace, annotations } };
  const time = `${typeof readySeconds === "number" ? readySeconds : 3600}s`;
  const parent = child.parent as pulumi.ComponentResource;
  const node = `${name}-rollout`;
  const urn = async () => (await urnsOfChild(parent, `${token(patch)}Patch`, node))[0];
  const awaited = new Awaited(waitingFor(runs, namespace, path), parent, urn);
  const customTimeouts = { create: time, update: time };
  const options = { ...child, ...awaited.whenFailed(), retainOnDelete: true, dependsOn: object, customTimeouts };
  const ready = new KubernetesPatch(node, purpose, patch, options).urn;
  awaited.reportUntil(ready);
  for (const { spec } of manifests)
    warnPods(parent, { what: `the source ${path}`, namespace, spec, remedies: remediesOf(path, isOurs) });
  return ready;
}

interface Pods {
  what: string;
  namespace: pulumi.Input<string>;
  spec: Manifest["spec"];
  remedies: Remedies;
}

/** Of an object that says what its Pods are. */
function warnPods(component: pulumi.Resource, { spec, ...pods }: Pods): void {
  const pod = spec?.template?.spec;
  if (pod !== undefined) void warnBounds(component, { ...pods, pod, count: spec.replicas ?? 1 });
}

/** Programs of ours have no rights that could be set. */
function remediesOf(path: string, isOurs: boolean): Remedies {
  const properties = isOurs ? {} : { securityContext: `${path}.securityContext` };
  return { of: () => properties, amounts: `${path}.cpu or ${path}.memory` };
}

async function waitingFor(
  runs: pulumi.Output<Workload>,
  home: pulumi.Input<string>,
  path: string,
): Promise<Waiting | undefined> {
  const [workload, namespace] = await Promise.all([knownOf(runs), knownOf(asOutput(home))]);
  if (workload === undefined || namespace === undefined) return undefined;
  const { isOurs, ...of } = workload;
  const remedies = remediesOf(path, isOurs);
  const ours = isOurs ? programContainer : undefined;
  const why = remedied((cluster) => workloadCause(cluster, { ...of, namespace }, ours), remedies);
  return { what: `the source ${path}`, why };
}
