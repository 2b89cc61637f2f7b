// The component Flow: the object that receives the events, and a channel's subscriptions.
import * as pulumi from "@pulumi/pulumi";
import { throughGate } from "../cluster/installation";
import { homeOf, homeThere } from "../cluster/namespace";
import { warnAbsentDestinations } from "../events/absentDestinations";
import { flagsFor } from "../features/enabledFlags";
import { eventingObject } from "../features/eventingObject";
import { afterChecks, validate } from "../input/validate";
import type { KubernetesObject, Manifest } from "../kubernetes/kubernetesObject";
import { statusNow, urlOf, whenReady } from "../kubernetes/readiness";
import { Component } from "../ownership/component";
import { delayed } from "../pulumi/value";
import type { FlowArgs } from "./flowArgs.gen";
import { flowNeeds, makeFlow, makeRecord, makeSubscription, makes } from "./flowManifest";
import { flowRules } from "./flowRules";
import { flowArgs } from "./flowSchema";
import { type FlowSpec, flowSpec } from "./flowSpec";

type Placed = FlowArgs & Pick<FlowSpec, "name" | "namespace">;

/** Routes events through functions; see the schema for the arguments. */
export class Flow extends Component {
  readonly name: pulumi.Output<string>;
  readonly url: pulumi.Output<string>;
  readonly kind: pulumi.Output<string>;
  readonly apiVersion: pulumi.Output<string>;

  private readonly child: pulumi.CustomResourceOptions;

  constructor(name: string, args: FlowArgs, options: pulumi.ComponentResourceOptions = {}) {
    super("knative-faas:index:Flow", name, args, { ...options, dependsOn: throughGate(options.dependsOn) }, makes);
    this.child = this.childOptions(options, args);
    const checked = validate("Flow", flowArgs, this.withDefaults(name, args, options), flowRules);
    void warnAbsentDestinations(this, { schema: flowArgs, args: checked, dependsOn: options.dependsOn });
    const requester = { type: "Flow", name, dependsOn: options.dependsOn, child: this.child };
    const flags = flagsFor(requester, "eventing", flowNeeds(checked));
    const home = homeThere("Flow", this, checked.namespace, options.dependsOn);
    const held = delayed<string>(checked.name, flags.checked, home);
    const spec = flowSpec(name, { ...checked, name: afterChecks(checked, held) });

    const manifest = makeFlow(spec);
    const flow = this.flow(name, manifest, spec, flags.nodes);
    const what = `flow ${name}`;
    const status = statusNow(flow, this);
    this.name = whenReady(status, what, pulumi.output(flow.metadata.name));
    const subscribed = this.subscriptions(name, { ...spec, name: this.name }, flow);
    this.url = pulumi.all([whenReady(status, what, urlOf(status)), ...subscribed]).apply(([url]) => url as string);
    this.kind = pulumi.output(manifest.kind);
    this.apiVersion = pulumi.output(manifest.apiVersion);
    this.registerOutputs({ name: this.name, url: this.url, kind: this.kind, apiVersion: this.apiVersion });
  }

  /** Adds the defaults from the resource's name and the provider; they are validated as if the user had set them. */
  private withDefaults(name: string, args: FlowArgs, options: pulumi.ComponentResourceOptions): Placed {
    return { ...args, name: args.name ?? name, namespace: homeOf(this, args.namespace, options.dependsOn) };
  }

  private flow(name: string, manifest: Manifest, spec: FlowSpec, flags: pulumi.Resource[]): KubernetesObject {
    if (manifest.kind !== "Channel") return this.object(name, manifest, spec, { dependsOn: flags });
    const record = this.object(`${name}-record`, makeRecord(spec, manifest), spec, { dependsOn: flags });
    const late = { ...manifest, spec: record.id.apply(() => manifest.spec) };
    return this.object(name, late, spec, { replaceOnChanges: ["spec"] });
  }

  /** Resolve once each of them is ready. */
  private subscriptions(name: string, spec: FlowSpec, flow: pulumi.Resource): pulumi.Output<string>[] {
    return Object.entries(spec.channel?.subscribers ?? {}).map(([key, subscriber]) => {
      const manifest = makeSubscription(spec, pulumi.interpolate`${spec.name}-${key}`, subscriber);
      const options = { dependsOn: flow, replaceOnChanges: ["spec.channel"] };
      const subscription = this.object(`${name}/${key}`, manifest, spec, options);
      return whenReady(statusNow(subscription, this), `subscriber ${key} of flow ${name}`, subscription.urn);
    });
  }

  private object(name: string, manifest: Manifest, spec: FlowSpec, options: pulumi.CustomResourceOptions) {
    return eventingObject(name, manifest, spec.name, { ...this.child, ...options });
  }
}
