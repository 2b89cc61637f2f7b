// One object of a component as a node: labelled, and registered only when it is the component's own or nobody's.
import type * as pulumi from "@pulumi/pulumi";
import { KubernetesObject, type Manifest, withAnnotations } from "./kubernetes";
import { adoptedAnnotation } from "./marks";
import { adopts, claimed } from "./owner";
import { labelled } from "./ownership";
import { scope } from "./scope";

/** `component` is the name for the labels of ownership; the options name the component itself as the parent. */
export function ownObject(
  name: string,
  manifest: Manifest,
  component: pulumi.Input<string>,
  options: pulumi.CustomResourceOptions,
): KubernetesObject {
  const parent = options.parent as pulumi.ComponentResource;
  const marks = { "pulumi.com/patchForce": "true", [adoptedAnnotation]: "true" };
  const taken = adopts(parent) ? withAnnotations(manifest, marks) : manifest;
  const { metadata } = taken;
  const checked = { ...taken, metadata: { ...metadata, name: claimed(taken, parent, name) } };
  return new KubernetesObject(name, labelled(checked, component), { deleteBeforeReplace: deletesFirst(), ...options });
}

/**
 * Else a replacement that the engine was asked for makes the same object again, and deletes it as the old one then. One that
 * moves is there under the new name first, so that the old one serves until then, and also when the new one fails.
 */
const deletesFirst = (): true | undefined => (scope.getStore()?.moves ? undefined : true);
