// The context that all parts of a function share: owner, options, spec and state; and how they register an object.
import type * as pulumi from "@pulumi/pulumi";
import type { Destination } from "../build/programImage";
import { applied, type KubernetesObject, type Manifest } from "../kubernetes/kubernetesObject";
import type { Waiting } from "../kubernetes/waiting";
import { ownObject } from "../ownership/ownObject";
import type { FunctionSpec } from "./functionSpec";
import type { Previous } from "./release/history";

export interface Site {
  /** The component. */
  owner: pulumi.ComponentResource;
  /** Its resource name; the names of the children begin with it. */
  name: string;
  /** What the component depends on. */
  dependsOn: pulumi.ResourceOptions["dependsOn"];
  /** Options of every child. */
  child: pulumi.CustomResourceOptions;
  /** Paths of the Knative Service that are left unchanged. */
  ignored: string[];
  spec: FunctionSpec;
  /** The result of the last update. */
  last: pulumi.Output<Previous>;
  /** The stack's own key, for names that are hashes of secrets. */
  key: pulumi.Output<string>;
}

export function registerObject(
  { spec, child }: Site,
  name: string,
  manifest: Manifest,
  options: pulumi.CustomResourceOptions = {},
  waiting?: Promise<Waiting | undefined>,
): KubernetesObject {
  return ownObject(name, applied(manifest), spec.name, { ...child, ...options }, waiting);
}

/** Where images are pushed. The rules require a registry if one is pushed. */
export function destinationOf({ registry, registryLogin: login }: FunctionSpec): Destination {
  return { registry: registry as pulumi.Input<string>, login };
}
