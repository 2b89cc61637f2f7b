// The component Broker: its settings, the Broker, its event types.
import * as pulumi from "@pulumi/pulumi";
import { combined } from "../core/combined";
import { Component } from "../core/component";
import { eventingObject } from "../core/eventing";
import { flagsFor } from "../core/flags";
import { throughGate } from "../core/installation";
import type { Manifest } from "../core/kubernetes";
import { homeOf, homeThere } from "../core/namespace";
import { statusNow, urlOf, whenReady } from "../core/ready";
import { afterChecks, validate } from "../core/validate";
import { tellAbsentDestinations } from "../triggers/absentDestinations";
import { announceBroker, type Samples } from "../triggers/brokers";
import { deliveryNeeds } from "../triggers/delivery";
import { adoptable } from "./adopted";
import type { BrokerArgs } from "./args.gen";
import { withController } from "./brokerClass";
import { immutable, makeBroker, makeConfig, makeEventType, makes } from "./manifest";
import { brokerRules } from "./rules";
import { brokerArgs } from "./schema";
import { type BrokerSpec, brokerSpec } from "./spec";

/** A broker of Knative Eventing; see the schema for the arguments. */
export class Broker extends Component {
  readonly name: pulumi.Output<string>;
  readonly namespace: pulumi.Output<string>;
  readonly url: pulumi.Output<string>;

  private readonly child: pulumi.CustomResourceOptions;

  constructor(name: string, args: BrokerArgs = {}, options: pulumi.ComponentResourceOptions = {}) {
    super("knative-faas:index:Broker", name, args, { ...options, dependsOn: throughGate(options.dependsOn) }, makes);
    this.child = this.childOptions(options, args);
    const own = { ...args, name: args.name ?? name, namespace: homeOf(this, args.namespace, options.dependsOn) };
    const checked = validate("Broker", brokerArgs, own, brokerRules);
    void tellAbsentDestinations(this, { schema: brokerArgs, args: checked, dependsOn: options.dependsOn });
    const asking = { type: "Broker", name, dependsOn: options.dependsOn, child: this.child };
    const flags = flagsFor(asking, "eventing", deliveryNeeds(checked.delivery, "delivery"));
    const controlled = withController(this, checked, options.dependsOn);
    const home = homeThere("Broker", this, own.namespace, options.dependsOn);
    const held = combined(
      [checked.name, flags.checked, adoptable(this, checked, checked.name), controlled, home],
      (known) => known as string,
    );
    const spec = brokerSpec(name, { ...checked, name: afterChecks(checked, held) });

    announced(own.name, spec);
    const config = this.object(`${name}-config`, makeConfig(spec), spec, {});
    const broker = this.object(name, makeBroker(spec, config.id), spec, {
      replaceOnChanges: immutable,
      dependsOn: flags.nodes,
    });
    for (const [type, given] of Object.entries(checked.eventTypes ?? {}))
      this.object(`${name}/${type}`, makeEventType(spec, type, given), spec, { dependsOn: broker });

    const what = `broker ${name}`;
    const status = statusNow(broker, this);
    this.name = whenReady(status, what, pulumi.output(broker.metadata.name));
    this.namespace = pulumi.output(broker.metadata.namespace as pulumi.Output<string>);
    this.url = whenReady(status, what, urlOf(status));
    this.registerOutputs({ name: this.name, namespace: this.namespace, url: this.url });
  }

  private object(name: string, manifest: Manifest, spec: BrokerSpec, options: pulumi.CustomResourceOptions) {
    return eventingObject(name, manifest, spec.name, { ...this.child, ...options });
  }
}

/** At once where all is known, so that a function right after it in the program finds it. */
function announced(name: pulumi.Input<string>, { namespace, samples }: BrokerSpec): void {
  if (typeof name === "string" && typeof namespace === "string") announceBroker(namespace, name);
  pulumi.all([name, namespace, samples]).apply(([known, where, all]) => announceBroker(where, known, all as Samples));
}
