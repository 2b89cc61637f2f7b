// The component Knative: registers every object of the installation in order, or reads an existing installation.
import * as pulumi from "@pulumi/pulumi";
import { programImage } from "../build/programImage";
import { announce, type Installation } from "../cluster/installation";
import { operatorOf } from "../features/featureFlags";
import { addressOf } from "../features/networkLayer";
import { layerOfClass } from "../features/networkLayers";
import { afterChecks, validate } from "../input/validate";
import {
  applied,
  dataOf,
  KubernetesObject,
  KubernetesRead,
  type Manifest,
  withAnnotations,
} from "../kubernetes/kubernetesObject";
import { Component } from "../ownership/component";
import { delayed, type Value } from "../pulumi/value";
import { configuredRegistry } from "../registry/configured";
import { awaitedBalancer } from "./balancer";
import { claimedNamespace, claimedRole, makes, unlessForeign } from "./claim";
import { defaultDomain, expected, type Found, found, servingObjects } from "./existing";
import { eventingMarkers, expectedEventing, foundEventing } from "./existingEventing";
import { guardOf } from "./guard";
import { inOrder, order, phaseOf } from "./installOrder";
import type { KnativeArgs } from "./knativeArgs.gen";
import { knativeRules } from "./knativeRules";
import { knativeArgs } from "./knativeSchema";
import { givenLayer, type KnativeSpec, knativeSpec, layerOf } from "./knativeSpec";
import { isNamed, knativeManifests } from "./manifests";
import { configuredImages } from "./ownImages";
import { missingImages, programManifests, wantedImages } from "./programObjects";

interface Outputs {
  version: pulumi.Output<string>;
  ingress: pulumi.Output<string>;
  features: pulumi.Output<Record<string, string>>;
  domain: pulumi.Output<string>;
  address: pulumi.Output<string>;
}

/** Knative Serving and its network layer; see the schema for the arguments. */
export class Knative extends Component {
  readonly version: pulumi.Output<string>;
  readonly ingress: pulumi.Output<string>;
  readonly features: pulumi.Output<Record<string, string>>;
  readonly domain: pulumi.Output<string>;
  readonly address: pulumi.Output<string>;

  constructor(name: string, args: KnativeArgs = {}, options: pulumi.ComponentResourceOptions = {}) {
    super("knative-faas:index:Knative", name, args, options, makes);
    const isInstalled = args.existing !== true;
    const images = args.images ?? configuredImages(new pulumi.Config("knative-faas").get("images"));
    const given = withRegistry(isInstalled ? { ...args, images } : args);
    const checked = validate("Knative", knativeArgs, given, knativeRules);
    const outputs = isInstalled ? this.install(name, checked) : this.readExisting(name, checked);
    this.version = outputs.version;
    this.ingress = outputs.ingress;
    this.features = outputs.features;
    this.domain = outputs.domain;
    this.address = outputs.address;
    this.registerOutputs({ ...outputs });
  }

  private install(name: string, args: KnativeArgs): Outputs {
    const spec = knativeSpec(args);
    const manifests = [...knativeManifests(spec), ...this.extensions(args.extensions)];
    const objects = this.register(name, manifests, (value) => afterChecks(args, value));
    const gate = guardOf(this, name, gateOf(objects));
    const ready = pulumi.all([...objects.values()].map((object) => object.id));
    announce(this, {
      owned: true,
      features: spec.features,
      eventing: spec.eventing,
      queueScaler: hasScaler(args),
      gate,
    });
    return {
      version: ready.apply(() => spec.version),
      ingress: ready.apply(() => spec.layer.ingressClass),
      features: ready.apply(() => pulumi.output(spec.features)),
      domain: ready.apply(() => pulumi.output(spec.domain)),
      address: this.gatewayAddress(name, spec, objects),
    };
  }

  /** Everything waits for the namespaces, so `held`, which delays their names, delays everything. */
  private register(name: string, manifests: Manifest[], held: Held) {
    const objects = new Map<Manifest, KubernetesObject>();
    const objectsOf = (phase: string) =>
      [...objects].filter(([manifest]) => phaseOf(manifest).name === phase).map(([, object]) => object);
    for (const phase of inOrder(order)) {
      const options = { parent: this, dependsOn: phase.after.flatMap(objectsOf), ignoreChanges: phase.ignoreChanges };
      for (const manifest of manifests.filter((candidate) => phaseOf(candidate) === phase)) {
        const ready = marked(withAnnotations(manifest, phase.wait(manifest)), name);
        const object = phase.after.length === 0 ? this.heldBack(name, ready, held) : ready;
        const node = childName(name, manifest);
        const awaited = awaitedBalancer(manifest, this, node);
        const registered = new KubernetesObject(node, object, { ...options, ...awaited?.whenFailed() });
        awaited?.reportUntil(registered.urn);
        objects.set(manifest, registered);
      }
    }
    return objects;
  }

  /** Delays a namespace, which everything else waits for. */
  private heldBack(component: string, namespace: Manifest, held: Held): Manifest {
    const { metadata } = namespace;
    const name = unlessForeign(held(metadata.name), metadata.name as string, component, this);
    return { ...namespace, metadata: { ...metadata, name } };
  }

  /** A gateway that others installed is read once everything else exists. */
  private gatewayAddress(name: string, { layer }: KnativeSpec, objects: Map<Manifest, KubernetesObject>) {
    const { gatewayAt: gateway, bringsGateway } = layer;
    if (!bringsGateway) return this.readAddress(name, gateway);
    const service = [...objects.keys()].find((manifest) => isNamed(manifest, "Service", gateway));
    const { spec, status } = objects.get(service as Manifest) as KubernetesObject;
    return pulumi.all([spec, status]).apply(([known, reported]) => addressOf({ spec: known, status: reported }));
  }

  private readExisting(name: string, args: KnativeArgs): Outputs {
    const read = (part: string, manifest: Manifest) =>
      new KubernetesRead(`${name}/${part}`, manifest, { parent: this });
    const controller = read("controller", servingObjects.controller);
    const mapOf = (map: Manifest) => read(map.metadata.name as string, map);
    const flagsMap = mapOf(servingObjects.features);
    const maps = [mapOf(servingObjects.network), flagsMap, mapOf(servingObjects.domain)];
    const [network, flags, domains] = maps.map(dataOf) as [Data, Data, Data];
    const wanted = pulumi.output({ ...args });
    const labels = controller.metadata.apply((metadata) => metadata.labels ?? {});
    const is = pulumi
      .all([labels, network, flags, domains, wanted])
      .apply(([label, net, set, names, want]) => expected(found(label, net, set, names), want));
    const eventing = args.eventing === undefined ? undefined : this.readEventing(read, args.eventing, args.version);
    const features = is.apply((one) => one.features);
    const gate = [...maps, ...this.addExtensions(name, args, features)];
    const operator = flagsMap.metadata.apply((metadata) => operatorOf("serving", metadata));
    const installation: Installation = {
      owned: false,
      features,
      operator,
      eventing,
      queueScaler: hasScaler(args),
      gate,
    };
    announce(this, installation);
    return this.outputsOf(name, args, is);
  }

  /** This package's own programs; an image that is not named is built. */
  private extensions(args: KnativeArgs["extensions"]): Manifest[] {
    const destination = { registry: args?.registry as pulumi.Input<string>, login: args?.registryLogin };
    const built = (program: string) => programImage(this, program, destination);
    const images = Object.entries(wantedImages(args)).map(([program, image]) => [program, image ?? built(program)]);
    return programManifests(args, Object.fromEntries(images));
  }

  /** Installs this package's programs next to a foreign Knative, once that matches the arguments. */
  private addExtensions(name: string, args: KnativeArgs, found: pulumi.Output<unknown>): KubernetesObject[] {
    const until: Held = (value) => delayed(afterChecks(args, value), found);
    return [...this.register(name, this.extensions(args.extensions), until).values()];
  }

  private readEventing(read: Reading, wanted: NonNullable<KnativeArgs["eventing"]>, version?: string) {
    const controller = read("eventing-controller", eventingMarkers.controller);
    const map = read("eventing-features", eventingMarkers.features);
    const features = dataOf(map);
    const labels = controller.metadata.apply((metadata) => metadata.labels ?? {});
    const known = pulumi.all([labels, features, { ...wanted, version }]);
    return {
      features: known.apply(([label, flags, want]) => expectedEventing(foundEventing(label, flags), want)),
      operator: map.metadata.apply((metadata) => operatorOf("eventing", metadata)),
    };
  }

  private outputsOf(name: string, args: KnativeArgs, is: pulumi.Output<Found>): Outputs {
    const gateway = givenLayer(args) === undefined ? is.apply(gatewayOf) : layerOf(args).gatewayAt;
    return {
      version: is.apply((one) => one.version),
      ingress: is.apply((one) => one.ingress),
      features: is.apply((one) => one.features),
      domain: is.apply((one) => pulumi.output(args.domain ?? defaultDomain(one.domains))),
      address: this.readAddress(name, gateway),
    };
  }

  private readAddress(name: string, gateway: pulumi.Input<string>): pulumi.Output<string> {
    const part = (index: number) => pulumi.output(gateway).apply((full) => full.split("/")[index] as string);
    const metadata = { name: part(1), namespace: part(0) };
    const service = new KubernetesRead(
      `${name}/gateway`,
      { apiVersion: "v1", kind: "Service", metadata },
      { parent: this },
    );
    return pulumi.all([service.spec, service.status]).apply(([spec, status]) => addressOf({ spec, status }));
  }
}

function hasScaler({ extensions }: KnativeArgs): boolean {
  return extensions?.queueScaler !== undefined;
}

/** Adds the registry of the configuration, which is validated like an argument. */
function withRegistry(args: KnativeArgs): KnativeArgs {
  const { extensions } = args;
  if (missingImages(extensions).length === 0) return args;
  const registry = extensions?.registry ?? configuredRegistry();
  return { ...args, extensions: { ...extensions, ...(registry === undefined ? {} : { registry }) } };
}

/** An object with its field manager, and the claim on the installation if it carries one. */
function marked(manifest: Manifest, component: string): Manifest {
  if (manifest.kind === "Namespace") return claimedNamespace(manifest, component);
  return applied(claimedRole(manifest, component));
}

type Held = <T>(value: Value<T>) => Value<T>;

type Reading = (part: string, manifest: Manifest) => KubernetesRead;

type Data = pulumi.Output<Record<string, string>>;

/** The class has been checked to belong to a known layer. */
function gatewayOf({ ingress }: Found): string {
  return layerOfClass(ingress)?.gatewayAt as string;
}

/** A name that is stable across versions; the kind is in the resource's type. */
function childName(name: string, { metadata }: Manifest): string {
  return [name, metadata.namespace, metadata.name].filter((part) => part !== undefined).join("/");
}

/** The objects of the last phases. */
function gateOf(objects: Map<Manifest, KubernetesObject>): KubernetesObject[] {
  const last = order.filter(({ name }) => !order.some(({ after }) => after.includes(name)));
  return [...objects].filter(([manifest]) => last.includes(phaseOf(manifest))).map(([, object]) => object);
}
