// The component Broker: its settings, the Broker, its event types.
import * as pulumi from "@pulumi/pulumi";
import { throughGate } from "../cluster/installation";
import { homeOf, homeThere } from "../cluster/namespace";
import { warnAbsentDestinations } from "../events/absentDestinations";
import { deliveryNeeds } from "../events/delivery";
import { announceBroker, type Samples } from "../events/programBrokers";
import { type Flags, flagsFor } from "../features/enabledFlags";
import { eventingObject } from "../features/eventingObject";
import { afterChecks, validate } from "../input/validate";
import { type KubernetesObject, type Manifest, namespaceOf } from "../kubernetes/kubernetesObject";
import { statusNow, urlOf, whenReady } from "../kubernetes/readiness";
import { Component } from "../ownership/component";
import { delayed } from "../pulumi/value";
import { adoptable } from "./adoptedBroker";
import type { BrokerArgs } from "./brokerArgs.gen";
import { withController } from "./brokerClass";
import { immutable, makeBroker, makeConfig, makeEventType, makes } from "./brokerManifest";
import { brokerRules } from "./brokerRules";
import { brokerArgs } from "./brokerSchema";
import { type BrokerSpec, brokerSpec } from "./brokerSpec";

/** The broker and its inputs. */
interface Site {
  owner: pulumi.ComponentResource;
  name: string;
  /** Options of every child. */
  child: pulumi.CustomResourceOptions;
  spec: BrokerSpec;
}

export interface Broker extends ReturnType<typeof outputsOf> {}

/** A broker of Knative Eventing; see the schema for the arguments. */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: the constructor assigns all outputs at once
export class Broker extends Component {
  constructor(name: string, args: BrokerArgs = {}, options: pulumi.ComponentResourceOptions = {}) {
    super("knative-faas:index:Broker", name, args, { ...options, dependsOn: throughGate(options.dependsOn) }, makes);
    const { dependsOn } = options;
    const child = this.childOptions(options, args);
    const given = checkedArgs(this, name, args, options);
    void warnAbsentDestinations(this, { schema: brokerArgs, args: given, dependsOn });
    const requester = { type: "Broker", name, dependsOn, child };
    const flags = flagsFor(requester, "eventing", deliveryNeeds(given.delivery, "delivery"));
    const spec = brokerSpec(name, { ...given, name: admission(this, given, flags, dependsOn) });
    const site = { owner: this, name, child, spec };

    announced(args.name ?? name, spec);
    const config = registerObject(site, `${name}-config`, makeConfig(spec));
    const broker = registerBroker(site, config, flags);
    registerEventTypes(site, broker);
    const outputs = outputsOf(site, broker);
    Object.assign(this, outputs);
    this.registerOutputs({ ...outputs });
  }
}

type Placed = BrokerArgs & Pick<BrokerSpec, "name" | "namespace">;

function checkedArgs(
  component: pulumi.ComponentResource,
  name: string,
  args: BrokerArgs,
  { dependsOn }: pulumi.ComponentResourceOptions,
): Placed {
  const own = { ...args, name: args.name ?? name, namespace: homeOf(component, args.namespace, dependsOn) };
  return validate("Broker", brokerArgs, own, brokerRules);
}

/** The broker's name, once everything is checked: objects have no name before. */
function admission(
  broker: pulumi.ComponentResource,
  args: Placed,
  flags: Flags,
  dependsOn: pulumi.ResourceOptions["dependsOn"],
): pulumi.Input<string> {
  const controlled = withController(broker, args, dependsOn);
  const home = homeThere("Broker", broker, args.namespace, dependsOn);
  const checks = [flags.checked, adoptable(broker, args, args.name), controlled, home];
  return afterChecks(args, delayed<string>(args.name, ...checks));
}

function registerObject(
  { child, spec }: Site,
  name: string,
  manifest: Manifest,
  options: pulumi.CustomResourceOptions = {},
): KubernetesObject {
  return eventingObject(name, manifest, spec.name, { ...child, ...options });
}

function registerBroker(site: Site, { id }: KubernetesObject, { nodes: dependsOn }: Flags): KubernetesObject {
  return registerObject(site, site.name, makeBroker(site.spec, id), { replaceOnChanges: immutable, dependsOn });
}

function registerEventTypes(site: Site, broker: KubernetesObject): void {
  const { name, spec } = site;
  for (const [type, given] of Object.entries(spec.eventTypes ?? {}))
    registerObject(site, `${name}/${type}`, makeEventType(spec, type, given), { dependsOn: broker });
}

function outputsOf({ owner, name }: Site, broker: KubernetesObject) {
  const what = `broker ${name}`;
  const status = statusNow(broker, owner);
  return {
    name: whenReady(status, what, pulumi.output(broker.metadata.name)),
    namespace: pulumi.output(namespaceOf(broker)),
    url: whenReady(status, what, urlOf(status)),
  };
}

/** Immediately if everything is known, so that a function right after it in the program finds it. */
function announced(name: pulumi.Input<string>, { namespace, samples }: BrokerSpec): void {
  if (typeof name === "string" && typeof namespace === "string") announceBroker(namespace, name);
  pulumi.all([name, namespace, samples]).apply(([known, where, all]) => announceBroker(where, known, all as Samples));
}
