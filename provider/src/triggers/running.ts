// The Pods that run a source as a node: awaited by themselves, as only they say why they do not start.
import * as pulumi from "@pulumi/pulumi";
import { contentHash } from "../core/hash";
import { type KubernetesObject, KubernetesPatch, type Manifest } from "../core/kubernetes";
import type { Kind } from "./kind";

/** For the Pods of a program to start, in seconds. */
const usualSeconds = 90;

export interface Source {
  /** The name of the nodes that it consists of. */
  name: string;
  namespace: pulumi.Input<string>;
  manifests: Manifest[];
  /** The last of its nodes. */
  object: KubernetesObject;
  readySeconds?: pulumi.Input<number> | undefined;
}

/**
 * Known once the Pods run; undefined where the source has none of its own. The annotation says which template is meant, so
 * that a changed one is awaited again.
 */
export function running(
  { workload }: Kind<unknown>,
  { name, namespace, manifests, object, readySeconds = usualSeconds }: Source,
  child: pulumi.CustomResourceOptions,
): pulumi.Output<unknown> | undefined {
  if (workload === undefined) return undefined;
  const template = pulumi.output(manifests.map(({ spec }) => spec)).apply(contentHash);
  // A preview needs the name of what is patched, and an object that is not there yet has no id.
  const made = pulumi.runtime.isDryRun() ? undefined : object.id;
  const named = pulumi.all([object.metadata.name, made]).apply(([own]) => workload(own).name);
  const { apiVersion, kind, isOurs } = workload("");
  // The manager of an object of the graph stands at the object already, so this one has no name, and takes up what a dead one left.
  const [purpose, force] = isOurs ? [undefined, { "pulumi.com/patchForce": "true" }] : ["rollout", {}];
  const metadata = { name: named, namespace, annotations: { "knative-faas.dev/template": template, ...force } };
  const time = `${typeof readySeconds === "number" ? readySeconds : 3600}s`;
  const options = { ...child, retainOnDelete: true, dependsOn: object, customTimeouts: { create: time, update: time } };
  return new KubernetesPatch(`${name}-rollout`, purpose, { apiVersion, kind, metadata }, options).urn;
}
