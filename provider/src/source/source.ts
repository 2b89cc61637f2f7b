// The component EventSource: the image where it is built, the rights it needs, the source object.
import * as pulumi from "@pulumi/pulumi";
import { configuredRegistry } from "../builders/configured";
import { goImage } from "../builders/goImage";
import { makePullSecret } from "../builders/pullSecret";
import { combined } from "../core/combined";
import { Component } from "../core/component";
import type { Status } from "../core/conditions";
import type { Makes } from "../core/earlier";
import { conditionOf, eventingObject } from "../core/eventing";
import { flagsFor } from "../core/flags";
import { throughGate, waitsForOthers } from "../core/installation";
import { type KubernetesObject, type Manifest, merged } from "../core/kubernetes";
import { homeOf, homeThere } from "../core/namespace";
import { stackName } from "../core/ownership";
import { statusNow, whenReady } from "../core/ready";
import { afterChecks, validate } from "../core/validate";
import { tellAbsent } from "../triggers/absent";
import { tellAbsentDestinations } from "../triggers/absentDestinations";
import { makeDestination } from "../triggers/destination";
import { tellDoubts } from "../triggers/doubts";
import type { Kind } from "../triggers/kind";
import { type SourceKind, sourceKinds } from "../triggers/kinds";
import { objectName } from "../triggers/objectName";
import { isBuilt, withProgram } from "../triggers/programs";
import { running } from "../triggers/running";
import { checkShared } from "../triggers/sharedNames";
import type { EventSourceArgs } from "./args.gen";
import { sourceRules } from "./rules";
import { sourceArgs } from "./schema";
import { type EventSourceSpec, sourceSpec } from "./spec";

interface SourceStatus extends Status {
  sinkUri?: string;
}

/** A source of events; see the schema for the arguments. */
export class EventSource extends Component {
  readonly name: pulumi.Output<string>;
  readonly sinkUri: pulumi.Output<string>;

  private readonly child: pulumi.CustomResourceOptions;

  constructor(name: string, args: EventSourceArgs, options: pulumi.ComponentResourceOptions = {}) {
    const after = throughGate(options.dependsOn);
    super("knative-faas:index:EventSource", name, args, { ...options, dependsOn: after }, makes);
    this.child = this.childOptions(options, args);
    const checked = validate(
      "EventSource",
      sourceArgs,
      withDefaults(name, args, homeOf(this, args.namespace, options.dependsOn)),
      sourceRules,
    );
    const property = kindOf(checked);
    // biome-ignore lint/suspicious/noExplicitAny: the arguments of any kind, which the schema has checked
    const kind = sourceKinds[property] as Kind<any>;
    void tellAbsentDestinations(this, { schema: sourceArgs, args: checked, dependsOn: options.dependsOn });
    const asking = { type: "EventSource", name, dependsOn: options.dependsOn, child: this.child };
    const flags = flagsFor(asking, "eventing", kind.needs?.(checked[property] as never, property) ?? []);
    const object = sourceSpec(name, checked);
    const reader = { component: this, type: "EventSource", name, path: property, object };
    const shared = checkShared(reader, kind, checked[property]);
    tellDoubts(reader, kind, checked[property]);
    if (!waitsForOthers(options.dependsOn))
      void tellAbsent({ ...reader, namespace: checked.namespace as pulumi.Input<string> }, kind, checked[property]);
    const home = homeThere("EventSource", this, checked.namespace as pulumi.Input<string>, options.dependsOn);
    const held = combined([checked.name, flags.checked, shared, home], (known) => known as string);
    const spec = sourceSpec(name, { ...checked, name: afterChecks(checked, held) });
    const own = this.withImage(name, checked, property);
    const login = pullLoginOf(checked, spec);
    const place = { name: objectName(kind, own, spec.name), namespace: spec.namespace, stack: stackName() };
    const to = makeDestination(spec.sink, spec.namespace);
    const manifests = kind.manifests(own, { ...place, to, pullSecrets: pullSecretsOf(checked, login) });

    const source = this.objects(name, spec, [...login, ...manifests], flags.nodes);
    const what = `event source ${name}`;
    const condition = conditionOf(source.of.kind);
    const status = statusNow<SourceStatus>(source, this, condition);
    const { namespace } = spec;
    const readySeconds = checked.container?.readySeconds;
    const runs = running(
      kind,
      { name, path: property, namespace, manifests, object: source, readySeconds },
      this.child,
    );
    const known = pulumi.all([source.metadata.name, runs]).apply(([own]) => own);
    this.name = whenReady(status, what, known, condition);
    this.sinkUri = whenReady(
      status,
      what,
      status.apply((known) => known?.sinkUri ?? ""),
      condition,
    );
    this.registerOutputs({ name: this.name, sinkUri: this.sinkUri });
  }

  /** A program is built before anything is made, so that one that does not compile leaves nothing behind. */
  private withImage(name: string, args: EventSourceArgs, property: SourceKind): unknown {
    const registry = args.registry as pulumi.Input<string>;
    const { container, registryLogin: login } = args;
    if (property !== "container" || container?.directory === undefined)
      return withProgram(this, sourceKinds[property], args[property], { registry, login });
    const { directory, package: path = "." } = container;
    return { ...container, image: goImage(this, { name, directory, package: path, registry, login }) };
  }

  /** Each comes after the one before it: the rights first, the source last. */
  private objects(
    name: string,
    spec: EventSourceSpec,
    manifests: Manifest[],
    flags: pulumi.Resource[],
  ): KubernetesObject {
    return manifests.reduce<KubernetesObject | undefined>((before, manifest) => {
      const labelledSo = { ...manifest, metadata: { ...manifest.metadata, labels: merged({}, spec.labels ?? {}) } };
      const dependsOn = before === undefined ? flags : [before];
      const options = { ...this.child, dependsOn };
      return eventingObject(name, labelledSo, spec.name, options);
    }, undefined) as KubernetesObject;
  }
}

/** The schema has seen that there is exactly one. */
function kindOf(args: EventSourceArgs): SourceKind {
  return (Object.keys(sourceKinds) as SourceKind[]).find((kind) => args[kind] !== undefined) as SourceKind;
}

const makes: Makes = {
  main: (args: EventSourceArgs, resourceName) => manifestsOf(args, resourceName).at(-1),
  others: (args: EventSourceArgs, resourceName) => [
    ...pullLoginOf(args, sourceSpec(resourceName, args)),
    ...manifestsOf(args, resourceName).slice(0, -1),
  ],
};

/** The source itself comes last. */
function manifestsOf(args: EventSourceArgs, resourceName: string): Manifest[] {
  const property = kindOf(args);
  // biome-ignore lint/suspicious/noExplicitAny: the arguments of any kind
  const kind = sourceKinds[property] as Kind<any>;
  const { name: own, namespace, sink } = sourceSpec(resourceName, args);
  const name = objectName(kind, args[property], own);
  return kind.manifests(args[property], { name, namespace, to: makeDestination(sink, namespace) });
}

/** The Secret that the source's Pods pull with, or none. A source has no earlier revisions, so it keeps its name. */
function pullLoginOf({ registryLogin, registry, ...kinds }: EventSourceArgs, spec: EventSourceSpec): Manifest[] {
  if (registryLogin === undefined || registryLogin.pull === false) return [];
  const { image } = (kinds[kindOf(kinds as EventSourceArgs)] ?? {}) as { image?: pulumi.Input<string> };
  const name = combined([spec.name], (own) => `${own}-pull`);
  const place = image ?? (registry as pulumi.Input<string>);
  return [makePullSecret({ name, namespace: spec.namespace }, registryLogin, place)];
}

function pullSecretsOf({ pullSecrets = [] }: EventSourceArgs, login: Manifest[]): pulumi.Input<string>[] | undefined {
  const all = [
    ...login.map(({ metadata }) => metadata.name as pulumi.Input<string>),
    ...(pullSecrets as pulumi.Input<string>[]),
  ];
  return all.length === 0 ? undefined : all;
}

function withDefaults(name: string, args: EventSourceArgs, namespace: pulumi.Input<string>): EventSourceArgs {
  const registry = args.registry ?? configuredRegistry();
  return { ...args, name: args.name ?? name, namespace, ...(isPushed(args) ? { registry } : {}) };
}

/** Only known kinds are asked: what else is given is told by the schema. */
function isPushed(args: EventSourceArgs): boolean {
  if (args.container?.directory !== undefined) return true;
  const kinds = Object.keys(sourceKinds) as SourceKind[];
  return kinds.some((kind) => args[kind] !== undefined && isBuilt(sourceKinds[kind], args[kind]));
}
