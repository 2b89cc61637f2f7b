// Turns on the feature flags that a component needs in the stack's own Knative, or checks them in a foreign one.
import * as pulumi from "@pulumi/pulumi";
import { type FlagsThere, type Installation, installationOf } from "../cluster/installation";
import { Failure, InvalidArgs } from "../input/problems";
import { dataOf, KubernetesPatch, KubernetesRead } from "../kubernetes/kubernetesObject";
import {
  contradictions,
  featuresMap,
  makeFeatures,
  missingFlags,
  type Need,
  operatorOf,
  type Part,
  refusals,
} from "./featureFlags";

export interface Flags {
  /** The resources that turn the flags on. */
  nodes: pulumi.CustomResource[];
  /** Resolves once the flags have been verified to be on. */
  checked: pulumi.Input<unknown>;
}

/** The component that needs the flags: its type, its resource name, and the options of its children. */
export interface Requester {
  type: string;
  name: string;
  dependsOn: pulumi.ResourceOptions["dependsOn"];
  child: pulumi.CustomResourceOptions;
}

export const noFlags: Flags = { nodes: [], checked: undefined };

export function flagsFor(requester: Requester, part: Part, needs: Need[]): Flags {
  const installation = installationOf(requester.dependsOn, requester.child.parent);
  if (part === "eventing") hasEventing(requester, installation);
  if (needs.length === 0) return noFlags;
  const known = part === "serving" ? installation : installation?.eventing;
  return installation?.owned === true
    ? turnedOn(requester, part, needs, known?.features as Record<string, string>)
    : { nodes: [], checked: lookedUp(requester, part, needs, known) };
}

function hasEventing({ type, name }: Requester, installation: Installation | undefined): void {
  if (installation === undefined || installation.eventing !== undefined) return;
  throw new Failure(
    `${type} ${name} needs Knative Eventing, but the Knative that it depends on has only Serving; add eventing: {} there`,
  );
}

/** One node per flag, so that a flag that is off always shows as a resource to create. */
function turnedOn({ type, name, child }: Requester, part: Part, needs: Need[], set: Record<string, string>): Flags {
  refuse(type, contradictions(part, needs, set));
  // They stay on when the component is deleted: Knative can't handle objects that rely on a flag that was turned off.
  const options = { ...child, retainOnDelete: true };
  const patch = (flag: string) =>
    new KubernetesPatch(`${name}/${flag}`, `features-${name}-${flag}`, makeFeatures(part, flag), options);
  return { nodes: missingFlags(needs, set).map(patch), checked: undefined };
}

function lookedUp({ type, name, child }: Requester, part: Part, needs: Need[], known: FlagsThere | undefined) {
  const { features, operator } =
    known ?? readFlags(part, `${name}-${part === "serving" ? "features" : "eventing-features"}`, child);
  const isNamed = known !== undefined;
  return pulumi
    .all([features, operator])
    .apply(([set, kept]) => refuse(type, refusals(part, needs, set, { operator: kept, isNamed })));
}

function readFlags(part: Part, name: string, child: pulumi.CustomResourceOptions): FlagsThere {
  const map = new KubernetesRead(name, featuresMap(part), child);
  return { features: dataOf(map), operator: map.metadata.apply((metadata) => operatorOf(part, metadata)) };
}

function refuse(type: string, problems: ReturnType<typeof refusals>): void {
  if (problems.length > 0) throw new InvalidArgs(type, problems);
}
