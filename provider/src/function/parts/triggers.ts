// The triggers of a function as nodes: each on its own, behind the traffic.
import * as pulumi from "@pulumi/pulumi";
import { combined } from "../../core/combined";
import { eventingObject } from "../../core/eventing";
import { flagsFor, noFlags } from "../../core/flags";
import { type KubernetesObject, KubernetesRead, type Manifest } from "../../core/kubernetes";
import { statusNow, whenReady } from "../../core/ready";
import { isOfProgram } from "../../triggers/brokers";
import { type Given, givenTriggers, triggerKind } from "../../triggers/kinds";
import { withProgram } from "../../triggers/programs";
import { tellRoutes } from "../../triggers/routes";
import { running } from "../../triggers/running";
import type { FunctionArgs } from "../args.gen";
import { triggerNeeds, triggerObjects } from "../triggers";
import type { Part } from "./part";

/** What calls the function finds it answering. The values are known once the triggers are ready. */
export function triggers(
  part: Part,
  { triggers: args, registry, registryLogin: login }: FunctionArgs,
  { dependsOn }: pulumi.ComponentResourceOptions,
  traffic: pulumi.Resource,
): pulumi.Output<unknown>[] {
  const { owner, name, spec, child } = part;
  const pushedTo = { registry: registry as pulumi.Input<string>, login };
  const given = givenTriggers(args).map((one) => {
    return { ...one, args: withProgram(owner, triggerKind(one.kind), one.args, pushedTo) };
  });
  const asking = { type: "Function", name, dependsOn, child };
  const flags = given.length === 0 ? noFlags : flagsFor(asking, "eventing", triggerNeeds(given));
  const made = given.map((trigger) => {
    const until = combined([flags.checked, brokerOf(part, trigger)], () => undefined);
    const manifests = triggerObjects(trigger, spec, until);
    return { ...trigger, manifests, ready: triggerNodes(part, trigger, manifests, [traffic, ...flags.nodes]) };
  });
  const events = made.filter(({ kind }) => kind === "event").flatMap(({ manifests }) => manifests);
  tellRoutes(owner, spec.name, events);
  return made.map(({ ready }) => ready);
}

/** The rights that a trigger needs come first, what calls the function last. */
function triggerNodes(
  { name, spec, child }: Part,
  { kind, key }: Given,
  manifests: Manifest[],
  after: pulumi.Resource[],
) {
  const objects: KubernetesObject[] = [];
  for (const manifest of manifests) {
    const options = { ...child, dependsOn: [...after, ...objects] };
    objects.push(eventingObject(`${name}/${key}`, manifest, spec.name, options));
  }
  const last = objects.at(-1) as KubernetesObject;
  const status = statusNow(`${name}/${key}`, last, child);
  const source = { name: `${name}/${key}`, namespace: spec.namespace, manifests, object: last };
  const runs = running(triggerKind(kind), source, child);
  const there = runs === undefined ? last.id : pulumi.all([last.id, runs]).apply(([id]) => id);
  return whenReady(status, `trigger ${key} of function ${name}`, there);
}

/** A broker by a name that no broker of this program has is looked up, before anything waits for it in vain. */
function brokerOf({ name, spec, child }: Part, { kind, path, args }: Given): pulumi.Output<unknown> | undefined {
  const namespace = args.brokerNamespace ?? spec.namespace;
  if (kind !== "event" || typeof args.broker !== "string" || isOfProgram(namespace, args.broker)) return undefined;
  const metadata = { name: args.broker, namespace };
  const broker = { apiVersion: "eventing.knative.dev/v1", kind: "Broker", metadata };
  return new KubernetesRead(`${name} ${path}.broker`, broker, child).metadata;
}
