// The spec of Knative: its arguments with all defaults filled in.
import type { Input } from "@pulumi/pulumi";
import type { Exposure, NetworkLayer } from "../features/networkLayer";
import { type LayerName, layerNames, layers } from "../features/networkLayers";
import type { ConfigMapProperty } from "./configmaps";
import type { EventingMapProperty } from "./eventingConfig";
import type { KnativeArgs } from "./knativeArgs.gen";
import { newestVersion } from "./releases";

export type Texts = Record<string, Input<string>>;

export interface KnativeSpec {
  version: string;
  manifests: KnativeArgs["manifests"];
  domain: Input<string>;
  layer: NetworkLayer;
  exposure: Exposure;
  images: Texts;
  imageRegistry: string | undefined;
  registryLogin: KnativeArgs["registryLogin"];
  replicas: number | undefined;
  workloads: NonNullable<KnativeArgs["workloads"]>;
  tls: NonNullable<KnativeArgs["tls"]>;
  features: Texts;
  eventing: EventingSpec | undefined;
  config: Partial<Record<ConfigMapProperty, Texts>>;
}

/** Knative Eventing, if it is installed. */
export interface EventingSpec {
  features: Texts;
  config: Partial<Record<EventingMapProperty, Texts>>;
  kafka: { bootstrapServers: Input<string>; dataPlane: boolean } | undefined;
}

export function knativeSpec(args: KnativeArgs): KnativeSpec {
  return {
    version: args.version ?? newestVersion,
    manifests: args.manifests,
    domain: args.domain ?? "example.com",
    layer: layerOf(args),
    exposure: exposureOf(args),
    images: args.images ?? {},
    imageRegistry: args.imageRegistry,
    registryLogin: args.registryLogin,
    replicas: args.replicas,
    workloads: args.workloads ?? {},
    tls: args.tls ?? {},
    features: args.features ?? {},
    eventing: eventingSpec(args.eventing),
    config: args.config ?? {},
  };
}

function eventingSpec(given: KnativeArgs["eventing"]): EventingSpec | undefined {
  if (given === undefined) return undefined;
  const { features = {}, config = {}, kafka } = given;
  return { features, config, kafka: kafka === undefined ? undefined : { dataPlane: true, ...kafka } };
}

/** The layer that the arguments name. */
export function givenLayer({ ingress = {} }: Pick<KnativeArgs, "ingress">): LayerName | undefined {
  return layerNames.find((name) => ingress[name] !== undefined);
}

export function layerOf(args: KnativeArgs): NetworkLayer {
  const name = givenLayer(args) ?? "kourier";
  const gateway = name === "kourier" ? undefined : args.ingress?.[name]?.gatewayService;
  return gateway === undefined ? layers[name] : { ...layers[name], gatewayAt: gateway };
}

function exposureOf({ ingress }: KnativeArgs): Exposure {
  const { type, externalIPs = [] } = ingress?.kourier?.service ?? {};
  return { type: type ?? (externalIPs.length > 0 ? "ClusterIP" : "LoadBalancer"), externalIPs };
}
