// The component EventSource: its image if it is built, the rights it needs, the source object.
import * as pulumi from "@pulumi/pulumi";
import { goImage } from "../build/goImage";
import type { Status } from "../cluster/conditions";
import { throughGate, waitsForOthers } from "../cluster/installation";
import { homeOf, homeThere } from "../cluster/namespace";
import { warnAbsentDestinations } from "../events/absentDestinations";
import { warnAbsent } from "../events/absentObjects";
import { makeDestination } from "../events/destination";
import { reportGroups } from "../events/groupLines";
import type { Kind } from "../events/kinds/kind";
import { type SourceKind, sourceKinds } from "../events/kinds/kinds";
import { objectName } from "../events/objectName";
import { running } from "../events/runningPods";
import { checkShared } from "../events/sharedNames";
import { isBuilt, withProgram } from "../events/sourceImage";
import { warnTriggerDoubts } from "../events/triggerDoubts";
import { type Flags, flagsFor } from "../features/enabledFlags";
import { conditionOf, eventingObject } from "../features/eventingObject";
import { afterChecks, validate } from "../input/validate";
import { type KubernetesObject, type Manifest, merged } from "../kubernetes/kubernetesObject";
import { statusNow, whenReady } from "../kubernetes/readiness";
import { stackName } from "../kubernetes/stackName";
import { Component } from "../ownership/component";
import type { Makes } from "../ownership/earlier";
import { combined, delayed } from "../pulumi/value";
import { configuredRegistry } from "../registry/configured";
import { makePullSecret } from "../registry/pullSecret";
import type { EventSourceArgs } from "./eventSourceArgs.gen";
import { sourceRules } from "./eventSourceRules";
import { sourceArgs } from "./eventSourceSchema";
import { type EventSourceSpec, sourceSpec } from "./eventSourceSpec";

interface SourceStatus extends Status {
  sinkUri?: string;
}

/** The source and its inputs. */
interface Site {
  owner: pulumi.ComponentResource;
  name: string;
  dependsOn: pulumi.ResourceOptions["dependsOn"];
  /** Options of every child. */
  child: pulumi.CustomResourceOptions;
  spec: EventSourceSpec;
  /** The property that selects its kind. */
  path: SourceKind;
  // biome-ignore lint/suspicious/noExplicitAny: the arguments of any kind, which the schema has validated
  kind: Kind<any>;
}

export interface EventSource extends ReturnType<typeof outputsOf> {}

/** A source of events; see the schema for the arguments. */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: the constructor assigns all outputs at once
export class EventSource extends Component {
  constructor(name: string, args: EventSourceArgs, options: pulumi.ComponentResourceOptions = {}) {
    const after = throughGate(options.dependsOn);
    super("knative-faas:index:EventSource", name, args, { ...options, dependsOn: after }, makes);
    const child = this.childOptions(options, args);
    const spec = sourceSpec(name, checkedArgs(this, name, args, options));
    const path = kindOf(spec);
    const site = { owner: this, name, dependsOn: options.dependsOn, child, spec, path, kind: sourceKinds[path] };
    void warnAbsentDestinations(this, { schema: sourceArgs, args: spec, dependsOn: options.dependsOn });

    const flags = flagsFor({ type: "EventSource", ...site }, "eventing", needsOf(site));
    const admitted = admission(site, flags);
    const manifests = manifestsOf(site, admitted);
    reportGroups(this, name, [{ node: name, path, manifests: manifests.own }]);
    const source = registerObjects(site, manifests, admitted, flags);
    const outputs = outputsOf(site, manifests.own, source);
    Object.assign(this, outputs);
    this.registerOutputs({ ...outputs });
  }
}

function checkedArgs(
  component: pulumi.ComponentResource,
  name: string,
  args: EventSourceArgs,
  { dependsOn }: pulumi.ComponentResourceOptions,
): EventSourceArgs {
  const own = withDefaults(name, args, homeOf(component, args.namespace, dependsOn));
  return validate("EventSource", sourceArgs, own, sourceRules);
}

const needsOf = ({ kind, spec, path }: Site) => kind.needs?.(spec[path], path) ?? [];

/** The source's name, once everything is checked: objects have no name before. Also warns about surprising arguments. */
function admission({ owner, name, dependsOn, spec, path, kind }: Site, flags: Flags): pulumi.Input<string> {
  const { namespace } = spec;
  const reader = { component: owner, type: "EventSource", name, path, object: spec };
  const shared = checkShared(reader, kind, spec[path]);
  warnTriggerDoubts(reader, kind, spec[path]);
  if (!waitsForOthers(dependsOn)) void warnAbsent({ ...reader, namespace }, kind, spec[path]);
  const home = homeThere("EventSource", owner, namespace, dependsOn);
  return afterChecks(spec, delayed(spec.name, flags.checked, shared, home));
}

interface Manifests {
  /** The Secret that the source's Pods pull with, or none. */
  login: Manifest[];
  /** The rights first, the source last. */
  own: Manifest[];
}

function manifestsOf(site: Site, name: pulumi.Input<string>): Manifests {
  const { spec, kind } = site;
  const { namespace } = spec;
  const args = withImage(site);
  const login = pullLoginOf(spec, name);
  const place = { name: objectName(kind, args, name), namespace, stack: stackName() };
  const to = makeDestination(spec.sink, namespace);
  return { login, own: kind.manifests(args, { ...place, to, pullSecrets: pullSecretsOf(spec, login) }) };
}

/** A program is built before any object is created, so that a compile error leaves nothing behind. */
function withImage({ owner, name, spec, path, kind }: Site): unknown {
  const { container, registryLogin: login } = spec;
  const destination = { registry: spec.registry as pulumi.Input<string>, login };
  if (path !== "container" || container?.directory === undefined)
    return withProgram(owner, kind, spec[path], destination);
  const { directory, package: packagePath = "." } = container;
  return { ...container, image: goImage(owner, { name, directory, package: packagePath, ...destination }) };
}

/** Registers each object after the previous one, and returns the last, the source. `component` is the name for the ownership labels. */
function registerObjects(
  { name, spec, child }: Site,
  { login, own }: Manifests,
  component: pulumi.Input<string>,
  flags: Flags,
): KubernetesObject {
  return [...login, ...own].reduce<KubernetesObject | undefined>((before, manifest) => {
    const labelledManifest = { ...manifest, metadata: { ...manifest.metadata, labels: merged({}, spec.labels ?? {}) } };
    const dependsOn = before === undefined ? flags.nodes : [before];
    return eventingObject(name, labelledManifest, component, { ...child, dependsOn });
  }, undefined) as KubernetesObject;
}

/** Resolves once the source and its Pods are ready. */
function outputsOf({ owner, name, spec, path, kind, child }: Site, manifests: Manifest[], object: KubernetesObject) {
  const what = `event source ${name}`;
  const condition = conditionOf(object.of.kind);
  const { namespace, container } = spec;
  const source = { name, path, namespace, manifests, object, readySeconds: container?.readySeconds };
  const runs = running(kind, source, child);
  const status = statusNow<SourceStatus>(object, owner, condition, runs);
  const known = pulumi.all([object.metadata.name, runs]).apply(([own]) => own);
  const sink = status.apply((of) => of?.sinkUri ?? "");
  return { name: whenReady(status, what, known, condition), sinkUri: whenReady(status, what, sink, condition) };
}

/** The schema has checked that exactly one is set. */
function kindOf(args: EventSourceArgs): SourceKind {
  return (Object.keys(sourceKinds) as SourceKind[]).find((kind) => args[kind] !== undefined) as SourceKind;
}

const makes: Makes = {
  main: (args: EventSourceArgs, resourceName) => namedBy(sourceSpec(resourceName, args)).at(-1),
  others: (args: EventSourceArgs, resourceName) => {
    const spec = sourceSpec(resourceName, args);
    const login = { apiVersion: "v1", kind: "Secret", metadata: pullSecretAt(spec, spec.name) };
    return [...(hasPullLogin(spec) ? [login] : []), ...namedBy(spec).slice(0, -1)];
  },
};

/** Without the program's image, which is not part of any name. The source itself is last. */
function namedBy(spec: EventSourceSpec): Manifest[] {
  const property = kindOf(spec);
  const kind: Site["kind"] = sourceKinds[property];
  const { name: own, namespace, sink } = spec;
  const name = objectName(kind, spec[property], own);
  return kind.manifests(spec[property], { name, namespace, to: makeDestination(sink, namespace) });
}

const hasPullLogin = ({ registryLogin }: EventSourceSpec) =>
  registryLogin !== undefined && registryLogin.pull !== false;

/** A source has no earlier revisions, so the name is fixed. */
function pullSecretAt({ namespace }: EventSourceSpec, own: pulumi.Input<string>) {
  return { name: combined([own], (known) => `${known}-pull`), namespace };
}

/** The Secret that the source's Pods pull with, or none. */
function pullLoginOf(spec: EventSourceSpec, own: pulumi.Input<string>): Manifest[] {
  const { registryLogin, registry } = spec;
  if (registryLogin === undefined || !hasPullLogin(spec)) return [];
  const { image } = (spec[kindOf(spec)] ?? {}) as { image?: pulumi.Input<string> };
  return [makePullSecret(pullSecretAt(spec, own), registryLogin, image ?? (registry as pulumi.Input<string>))];
}

function pullSecretsOf({ pullSecrets = [] }: EventSourceArgs, login: Manifest[]): pulumi.Input<string>[] | undefined {
  const all = [...login.map(({ metadata }) => metadata.name), ...(pullSecrets as pulumi.Input<string>[])];
  return all.length === 0 ? undefined : all;
}

function withDefaults(name: string, args: EventSourceArgs, namespace: pulumi.Input<string>): EventSourceArgs {
  const registry = args.registry ?? configuredRegistry();
  return { ...args, name: args.name ?? name, namespace, ...(isPushed(args) ? { registry } : {}) };
}

/** Checks only known kinds: the schema reports others. */
function isPushed(args: EventSourceArgs): boolean {
  if (args.container?.directory !== undefined) return true;
  const kinds = Object.keys(sourceKinds) as SourceKind[];
  return kinds.some((kind) => args[kind] !== undefined && isBuilt(sourceKinds[kind], args[kind]));
}
