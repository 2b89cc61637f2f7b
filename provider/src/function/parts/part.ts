// What the parts of a function share: whose they are, and how each of their objects is registered.
import type * as pulumi from "@pulumi/pulumi";
import { applied, type KubernetesObject, type Manifest } from "../../core/kubernetes";
import { ownObject } from "../../core/object";
import type { Waiting } from "../../core/waiting";
import type { FunctionSpec } from "../spec";

export interface Part {
  /** The component. */
  owner: pulumi.ComponentResource;
  /** Its name as a resource; the names of the children begin with it. */
  name: string;
  spec: FunctionSpec;
  /** Options of every child. */
  child: pulumi.CustomResourceOptions;
}

export function partObject(
  { spec, child }: Part,
  name: string,
  manifest: Manifest,
  options: pulumi.CustomResourceOptions = {},
  waiting?: Promise<Waiting | undefined>,
): KubernetesObject {
  return ownObject(name, applied(manifest), spec.name, { ...child, ...options }, waiting);
}
