// What this installation changes in a released object: images, config maps, requests, the ingress's Service. Pure.
import { all, type Input, output } from "@pulumi/pulumi";
import type { Manifest } from "../core/kubernetes";
import { type ConfigMapProperty, configMaps } from "./configmaps";
import type { KnativeSpec } from "./spec";

type Change = (manifest: Manifest, spec: KnativeSpec) => Manifest;

/** By kind, what is changed beyond the images, which may stand anywhere. */
const changes: Record<string, Change> = {
  ClusterRole: withoutAggregatedRules,
  ConfigMap: configMap,
  CustomResourceDefinition: withoutDescriptions,
  Deployment: workload,
  MutatingWebhookConfiguration: withoutRules,
  Service: ingressService,
  ValidatingWebhookConfiguration: withoutRules,
};

export function configured(manifest: Manifest, spec: KnativeSpec): Manifest {
  const changed = changes[manifest.kind]?.(manifest, spec) ?? manifest;
  return Object.keys(spec.images).length === 0 ? changed : (withImages(changed, spec.images) as Manifest);
}

/** The cluster's own controller fills the rules of an aggregated role; rules of ours would fight it. */
function withoutAggregatedRules(role: Manifest): Manifest {
  if (role.aggregationRule === undefined) return role;
  const { rules: _, ...rest } = role;
  return rest as Manifest;
}

/** The webhook's own controller fills in its rules; rules of ours would be in conflict with it when they are applied again. */
function withoutRules(configuration: Manifest): Manifest {
  const webhooks = configuration.webhooks.map(({ rules: _, ...webhook }: { rules?: unknown }) => webhook);
  return { ...configuration, webhooks };
}

type Texts = Record<string, Input<string>>;

/** `_example` documents the keys and carries a checksum that refuses edits; both are of no use in a state. */
function configMap(map: Manifest, spec: KnativeSpec): Manifest {
  const { "knative.dev/example-checksum": _, ...annotations } = (map.metadata.annotations ?? {}) as Texts;
  const { _example, ...released } = (map.data ?? {}) as Texts;
  const data = { ...released, ...ownSettings(map, spec), ...userSettings(map, spec) };
  return { ...map, metadata: { ...map.metadata, annotations }, data: isDomain(map) ? domainData(spec) : data };
}

function ownSettings(map: Manifest, spec: KnativeSpec): Record<string, Input<string>> {
  if (map.metadata.name !== "config-network") return {};
  return spec.release.kourier.length > 0 ? { "ingress-class": "kourier.ingress.networking.knative.dev" } : {};
}

function userSettings(map: Manifest, spec: KnativeSpec): Record<string, Input<string>> {
  const properties = Object.keys(configMaps) as ConfigMapProperty[];
  const property = properties.find((candidate) => configMaps[candidate] === map.metadata.name);
  return property === undefined ? {} : (spec.config[property] ?? {});
}

function isDomain(map: Manifest): boolean {
  return map.metadata.name === "config-domain";
}

/** The domain is a key of its ConfigMap, so a domain that is not known yet makes the whole map unknown, and no more. */
function domainData(spec: KnativeSpec) {
  const further = spec.config.domain ?? {};
  return typeof spec.domain === "string"
    ? { [spec.domain]: "", ...further }
    : all([output(spec.domain), further]).apply(([domain, others]) => ({ [domain]: "", ...others }));
}

/** Descriptions are half of the state's size, which is what the time of an update goes into. */
function withoutDescriptions(definition: Manifest): Manifest {
  return { ...definition, spec: without(definition.spec, "description") };
}

function without(value: unknown, key: string): unknown {
  if (Array.isArray(value)) return value.map((inner) => without(inner, key));
  if (value === null || typeof value !== "object") return value;
  const kept = Object.entries(value).filter(([name, inner]) => !(name === key && typeof inner === "string"));
  return Object.fromEntries(kept.map(([name, inner]) => [name, without(inner, key)]));
}

function workload(deployment: Manifest, { workloads }: KnativeSpec): Manifest {
  const pod = deployment.spec.template.spec;
  const requests = given({ cpu: workloads.cpu, memory: workloads.memory });
  // biome-ignore lint/suspicious/noExplicitAny: a container of a released manifest
  const containers = pod.containers.map((container: any) => ({
    ...container,
    resources: { ...container.resources, requests: { ...container.resources?.requests, ...requests } },
  }));
  const spec = {
    ...pod,
    ...given({ terminationGracePeriodSeconds: workloads.terminationGracePeriodSeconds }),
    containers,
  };
  return { ...deployment, spec: { ...deployment.spec, template: { ...deployment.spec.template, spec } } };
}

function given<T extends object>(settings: T): Partial<T> {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined)) as Partial<T>;
}

/** The released Service of the gateway is the one of type LoadBalancer. */
function ingressService(service: Manifest, spec: KnativeSpec): Manifest {
  if (service.spec.type !== "LoadBalancer") return service;
  const externalIPs = spec.service.externalIPs.length > 0 ? { externalIPs: spec.service.externalIPs } : {};
  return { ...service, spec: { ...service.spec, type: spec.service.type, ...externalIPs } };
}

/** Images hide in containers, in environment variables, in config maps and in caching objects: any text that is one counts. */
function withImages(value: unknown, images: Record<string, Input<string>>): unknown {
  if (Array.isArray(value)) return value.map((inner) => withImages(inner, images));
  if (typeof value === "string")
    return images[value.replace(/@sha256:[0-9a-f]{64}$/, "").replace(/:[\w.-]+$/, "")] ?? value;
  if (value === null || typeof value !== "object" || isInput(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withImages(inner, images)]));
}

function isInput(value: object): boolean {
  return "apply" in value || value instanceof Promise;
}
