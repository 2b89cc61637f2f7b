// Registers one labelled object of a component, but only if the component owns it or nobody does.
import type * as pulumi from "@pulumi/pulumi";
import { noteRegistered } from "../kubernetes/drift";
import { KubernetesObject, type Manifest, token, withAnnotations } from "../kubernetes/kubernetesObject";
import { labelled } from "../kubernetes/ownershipLabels";
import { Awaited, type Waiting } from "../kubernetes/waiting";
import { scope } from "../pulumi/scope";
import { urnsOfChild } from "../pulumi/urn";
import { knownOf } from "../pulumi/value";
import { adoptedAnnotation } from "./marks";
import { adopts, claimed } from "./owner";

/**
 * `component` is the name for the ownership labels; the options set the component itself as the parent. With `waiting`, reports why the
 * object is not ready.
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
  awaited?.reportUntil(object.urn);
  void whenRegistered(parent, object);
  return object;
}

async function whenRegistered(component: pulumi.Resource, { of, metadata }: KubernetesObject): Promise<void> {
  const known = await knownOf(metadata).catch(() => undefined);
  if (known !== undefined) noteRegistered(component, { ...of, name: known.name, namespace: known.namespace });
}

/** Known before the object is created. */
async function urnOf(parent: pulumi.ComponentResource, manifest: Manifest, name: string): Promise<string | undefined> {
  return (await urnsOfChild(parent, token(manifest), name))[0];
}

/**
 * Otherwise a requested replacement would create the same object again, and then delete it as the old one. A
 * moved object is created under its new name first, so that the old one serves until then, and also if the new one fails.
 */
const deletesFirst = (): true | undefined => (scope.getStore()?.moves ? undefined : true);
