// The component Function: image, Secrets, feature flags, Knative Service, traffic, domains.
import { Image } from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { dockerImage } from "../builders/dockerfile";
import { goImage } from "../builders/goImage";
import { asOutput, combined } from "../core/combined";
import { eventingObject } from "../core/eventing";
import { type Flags, flagsFor, noFlags } from "../core/flags";
import { throughGate } from "../core/installation";
import {
  applied,
  KubernetesObject,
  KubernetesPatch,
  KubernetesRead,
  type Manifest,
  withAnnotations,
} from "../core/kubernetes";
import { labelled } from "../core/ownership";
import { readStatus, statusNow, whenReady } from "../core/ready";
import { afterChecks, validate } from "../core/validate";
import { isOfProgram } from "../triggers/brokers";
import { type Given, givenTriggers } from "../triggers/kinds";
import { tellRoutes } from "../triggers/routes";
import type { FunctionArgs, FunctionDockerfileArgs, FunctionDomainArgs } from "./args.gen";
import { makeDomainClaim, makeDomainMapping } from "./domains";
import { neededFeatures } from "./features";
import { ignoredInService } from "./ignore";
import { makePullSecret } from "./login";
import { makeSecret, makeService, makeTraffic } from "./manifest";
import { makeTemplate } from "./manifest/template";
import { readyRevision, registeredRevision, revisionName, type ServiceStatus, secretName, servedUrl } from "./revision";
import { functionRules } from "./rules";
import { onceScheduled } from "./scheduling";
import { functionArgs } from "./schema";
import { type FunctionSpec, functionSpec } from "./spec";
import { triggerNeeds, triggerObjects } from "./triggers";

/** A function on Knative; see the schema for the arguments. */
export class Function extends pulumi.ComponentResource {
  readonly name: pulumi.Output<string>;
  readonly namespace: pulumi.Output<string>;
  readonly url: pulumi.Output<string>;
  readonly image: pulumi.Output<string>;
  readonly digest: pulumi.Output<string>;
  readonly revision: pulumi.Output<string>;

  private readonly child: pulumi.CustomResourceOptions;

  constructor(name: string, args: FunctionArgs, options: pulumi.ComponentResourceOptions = {}) {
    super("knative-faas:index:Function", name, {}, { ...options, dependsOn: throughGate(options.dependsOn) });
    this.child = { parent: this, retainOnDelete: options.retainOnDelete };
    const checked = validate("Function", functionArgs, withDefaults(name, args), functionRules);
    const spec = functionSpec(name, checked);

    const reference = this.builtOrGiven(name, spec, args, checked);
    this.image = asOutput(reference);
    this.digest = this.image.apply((image) => image.split("@")[1] ?? "");
    const features = this.features(name, args, options);
    const held = combined([args.image === undefined ? this.image : undefined, features.checked], () => undefined);
    const ready = afterChecks(checked, held);
    const template = makeTemplate(
      spec,
      reference,
      this.secret(name, spec, ready),
      this.pullSecret(name, spec, checked, ready),
    );
    const manifest = makeService(spec, template, revisionName(spec, template));
    const service = this.service(
      name,
      heldBack(
        manifest,
        combined([features.checked, afterChecks(checked, undefined)], () => undefined),
      ),
      spec,
      options.ignoreChanges,
      features.nodes,
    );
    this.revision = this.ready(name, spec, service);
    const traffic = new KubernetesPatch(`${name}-traffic`, "traffic", makeTraffic(spec, this.revision), {
      ...this.child,
      retainOnDelete: true,
      dependsOn: service,
    });
    const domains = Object.entries(args.domains ?? {}).map(([domain, given]) =>
      this.domain(name, spec, domain, given, traffic),
    );

    const called = this.triggers(name, checked, spec, options, traffic);

    this.name = service.metadata.name;
    this.namespace = service.metadata.namespace as pulumi.Output<string>;
    const served = servedUrl(spec, traffic.status as pulumi.Output<ServiceStatus>);
    this.url = pulumi.runtime.isDryRun() ? served : behind(served, [...domains, ...called]);
    const { url, image, digest, revision, namespace } = this;
    this.registerOutputs({ name: this.name, namespace, url, image, digest, revision });
  }

  private builtOrGiven(
    name: string,
    spec: FunctionSpec,
    args: FunctionArgs,
    checked: FunctionArgs,
  ): pulumi.Input<string> {
    if (args.dockerfile !== undefined) return this.dockerImage(name, spec, checked);
    const { source, image, registry, registryLogin } = checked;
    if (source === undefined) return image as pulumi.Input<string>;
    const { package: path = ".", ...options } = source;
    const asked = { ...options, name: spec.name, package: path, registry: registry as pulumi.Input<string> };
    return goImage(this, { ...asked, login: registryLogin });
  }

  /** Docker's own resource builds it, and pushes it at update. */
  private dockerImage(name: string, spec: FunctionSpec, checked: FunctionArgs): pulumi.Output<string> {
    const { dockerfile, registry, registryLogin: login } = checked;
    const {
      directory,
      file = "Dockerfile",
      args,
      target,
      platform = "linux/amd64",
    } = dockerfile as FunctionDockerfileArgs;
    const destination = { name: spec.name, registry: afterChecks(checked, registry as pulumi.Input<string>), login };
    const image = dockerImage({ directory, file, args, target, platform }, destination);
    return new Image(`${name}-image`, image, this.child).repoDigest;
  }

  private features(name: string, args: FunctionArgs, { dependsOn }: pulumi.ComponentResourceOptions): Flags {
    const asking = { type: "Function", name, dependsOn, child: this.child };
    return flagsFor(asking, "serving", neededFeatures(args));
  }

  /** `ready` holds it back until the checks and the build are done, so that a program that does not compile leaves nothing behind. */
  private secret(name: string, spec: FunctionSpec, ready: pulumi.Input<unknown>): pulumi.Output<string> | undefined {
    if (spec.secrets === undefined) return undefined;
    const hashed = pulumi.all([secretName(spec), ready]).apply(([known]) => known);
    const manifest = makeSecret({ ...spec, secrets: pulumi.secret(spec.secrets) }, hashed);
    return this.object(`${name}-secrets`, manifest, spec).metadata.name;
  }

  private pullSecret(name: string, spec: FunctionSpec, args: FunctionArgs, ready: pulumi.Input<unknown>) {
    const { registryLogin, registry, image } = args;
    if (registryLogin === undefined) return undefined;
    const manifest = makePullSecret(spec, registryLogin, (image ?? registry) as pulumi.Input<string>);
    return this.object(`${name}-pull`, heldBack(manifest, ready), spec).metadata.name;
  }

  private service(
    name: string,
    manifest: Manifest,
    spec: FunctionSpec,
    ignored: string[] | undefined,
    flags: pulumi.CustomResource[],
  ): KubernetesObject {
    // Knative decides within the progress deadline; the rest is for the image resolver, the scheduler and the route.
    const slack = 80;
    const limit = typeof spec.readySeconds === "number" ? spec.readySeconds + slack : 3600;
    const customTimeouts = { create: `${limit}s`, update: `${limit}s` };
    const options = { ...this.child, customTimeouts, dependsOn: flags, ignoreChanges: ignoredInService(ignored) };
    return new KubernetesObject(name, labelled(unasked(manifest, flags), spec.name), options);
  }

  /** The revision once it is ready, also where its Pod had to wait for a node. */
  private ready(name: string, { readySeconds }: FunctionSpec, service: KubernetesObject): pulumi.Output<string> {
    const revision = registeredRevision(service);
    const read = (attempt: number) => readStatus<ServiceStatus>(`${name} now ${attempt}`, service, this.child);
    const status = statusNow<ServiceStatus>(name, service, this.child);
    return readyRevision(onceScheduled(status, { owner: this, revision, readySeconds, read }), revision);
  }

  private domain(
    name: string,
    spec: FunctionSpec,
    domain: string,
    given: FunctionDomainArgs,
    traffic: pulumi.Resource,
  ) {
    const claim = this.object(`${name}/${domain}`, makeDomainClaim(spec, domain), spec);
    const mapping = makeDomainMapping(spec, domain, given);
    const mapped = this.object(`${name}/${domain}`, mapping, spec, [claim, traffic]);
    const status = statusNow(`${name}/${domain}`, mapped, this.child);
    return whenReady(status, `domain ${domain} of function ${name}`, mapped.id);
  }

  /** Each trigger on its own, behind the traffic: what calls the function finds it answering. */
  private triggers(
    name: string,
    { triggers }: FunctionArgs,
    spec: FunctionSpec,
    { dependsOn }: pulumi.ComponentResourceOptions,
    traffic: pulumi.Resource,
  ): pulumi.Output<unknown>[] {
    const given = givenTriggers(triggers);
    const asking = { type: "Function", name, dependsOn, child: this.child };
    const flags = given.length === 0 ? noFlags : flagsFor(asking, "eventing", triggerNeeds(given));
    const made = given.map((trigger) => {
      const until = combined([flags.checked, this.brokerOf(name, trigger, spec)], () => undefined);
      const manifests = triggerObjects(trigger, spec, until);
      return { ...trigger, manifests, ready: this.trigger(name, trigger, manifests, spec, [traffic, ...flags.nodes]) };
    });
    const events = made.filter(({ kind }) => kind === "event").flatMap(({ manifests }) => manifests);
    tellRoutes(this, spec.name, events);
    return made.map(({ ready }) => ready);
  }

  /** The rights that a trigger needs come first, what calls the function last. */
  private trigger(name: string, { key }: Given, manifests: Manifest[], spec: FunctionSpec, after: pulumi.Resource[]) {
    const objects: KubernetesObject[] = [];
    for (const manifest of manifests) {
      const options = { ...this.child, dependsOn: [...after, ...objects] };
      objects.push(eventingObject(`${name}/${key}`, manifest, spec.name, options));
    }
    const last = objects.at(-1) as KubernetesObject;
    const status = statusNow(`${name}/${key}`, last, this.child);
    return whenReady(status, `trigger ${key} of function ${name}`, last.id);
  }

  /** A broker by a name that no broker of this program has is looked up, before anything waits for it in vain. */
  private brokerOf(name: string, { kind, path, args }: Given, spec: FunctionSpec): pulumi.Output<unknown> | undefined {
    const namespace = args.brokerNamespace ?? spec.namespace;
    if (kind !== "event" || typeof args.broker !== "string" || isOfProgram(namespace, args.broker)) return undefined;
    const metadata = { name: args.broker, namespace };
    const broker = { apiVersion: "eventing.knative.dev/v1", kind: "Broker", metadata };
    return new KubernetesRead(`${name} ${path}.broker`, broker, this.child).metadata;
  }

  private object(
    name: string,
    manifest: Manifest,
    spec: FunctionSpec,
    dependsOn: pulumi.Resource[] = [],
  ): KubernetesObject {
    return new KubernetesObject(name, labelled(applied(manifest), spec.name), { ...this.child, dependsOn });
  }
}

/** The value, once the others are there. */
function behind(value: pulumi.Output<string>, others: pulumi.Output<unknown>[]): pulumi.Output<string> {
  return others.length === 0 ? value : pulumi.all([value, ...others]).apply(([known]) => known as unknown as string);
}

/** The manifest with a name that is known only after another value is. */
function heldBack(manifest: Manifest, until: pulumi.Input<unknown>): Manifest {
  if (until === undefined) return manifest;
  const name = combined([manifest.metadata.name, until], (known) => known);
  return { ...manifest, metadata: { ...manifest.metadata, name } };
}

/**
 * A preview asks the cluster's webhook, which refuses a field whose flag is still off. An annotation that is not known until
 * the flags are on keeps the provider from asking.
 */
function unasked(manifest: Manifest, flags: pulumi.CustomResource[]): Manifest {
  if (flags.length === 0) return manifest;
  const on = pulumi.all(flags.map(({ id }) => id));
  return withAnnotations(manifest, { "pulumi.com/patchForce": on.apply(() => "true") });
}

/** What the resource's name and the configuration stand in for; it is checked as if it were given. */
function withDefaults(name: string, args: FunctionArgs): FunctionArgs {
  if (args.source === undefined && args.dockerfile === undefined) return { ...args, name: args.name ?? name };
  const config = new pulumi.Config("knative-faas");
  const registry = args.registry ?? config.get("registry");
  return { ...args, name: args.name ?? name, registry };
}
