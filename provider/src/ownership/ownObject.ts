// One object of a component as a node: labelled, and registered only when it is the component's own or nobody's.
import type * as pulumi from "@pulumi/pulumi";
import { KubernetesObject, type Manifest, token, withAnnotations } from "../kubernetes/kubernetesObject";
import { labelled } from "../kubernetes/ownershipLabels";
import { Awaited, type Waiting } from "../kubernetes/waiting";
import { scope } from "../pulumi/scope";
import { urnsOfChild } from "../pulumi/urn";
import { adoptedAnnotation } from "./marks";
import { adopts, claimed } from "./owner";

/**
 * `component` is the name for the labels of ownership; the options name the component itself as the parent. Why an object is not
 * ready that is waited for is told.
 */
export function ownObject(
  name: string,
  manifest: Manifest,
  component: pulumi.Input<string>,
  options: pulumi.CustomResourceOptions,
  waiting?: Promise<Waiting | undefined>,
): KubernetesObject {
  const parent = options.parent as pulumi.ComponentResource;
  const marks = { "pulumi.com/patchForce": "true", [adoptedAnnotation]: "true" };
  const taken = adopts(parent) ? withAnnotations(manifest, marks) : manifest;
  const { metadata } = taken;
  const checked = { ...taken, metadata: { ...metadata, name: claimed(taken, parent, name, component) } };
  const awaited = waiting && new Awaited(waiting, parent, () => urnOf(parent, manifest, name));
  const own = { deleteBeforeReplace: deletesFirst(), ...awaited?.whenFailed() };
  const object = new KubernetesObject(name, labelled(checked, component), { ...own, ...options });
  awaited?.tellUntil(object.urn);
  return object;
}

/** Known before the object is made. */
async function urnOf(parent: pulumi.ComponentResource, manifest: Manifest, name: string): Promise<string | undefined> {
  return (await urnsOfChild(parent, token(manifest), name))[0];
}

/**
 * Else a replacement that the engine was asked for makes the same object again, and deletes it as the old one then. One that
 * moves is there under the new name first, so that the old one serves until then, and also when the new one fails.
 */
const deletesFirst = (): true | undefined => (scope.getStore()?.moves ? undefined : true);
