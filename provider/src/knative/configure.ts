// The changes that an installation makes to released objects: images, ConfigMaps, requests, the ingress's Service. Pure.

import { exposed } from "../features/networkLayer";
import { given } from "../input/given";
import type { Manifest } from "../kubernetes/kubernetesObject";
import { configMap } from "./configSettings";
import type { KnativeSpec } from "./knativeSpec";
import { withImages } from "./mirror";
import { pulling } from "./pullLogin";

type Change = (manifest: Manifest, spec: KnativeSpec) => Manifest;

/** Changes by kind, in addition to images, which may be anywhere. */
const changes: Record<string, Change> = {
  ClusterRole: withoutAggregatedRules,
  ConfigMap: configMap,
  CustomResourceDefinition: withoutDescriptions,
  Deployment: workload,
  MutatingWebhookConfiguration: withoutRules,
  HorizontalPodAutoscaler: autoscaler,
  StatefulSet: workload,
  Service: (service, { exposure }) => exposed(service, exposure),
  ValidatingWebhookConfiguration: withoutRules,
};

export function configured(manifest: Manifest, spec: KnativeSpec): Manifest {
  const changed = changes[manifest.kind]?.(manifest, spec) ?? manifest;
  return withImages(changed, spec) as Manifest;
}

/** The cluster's own controller fills in the rules of an aggregated role; applied rules would conflict with it. */
function withoutAggregatedRules(role: Manifest): Manifest {
  if (role.aggregationRule === undefined) return role;
  const { rules: _, ...rest } = role;
  return rest as Manifest;
}

/** The webhook's own controller fills in its rules; rules that are applied again would conflict with it. */
function withoutRules(configuration: Manifest): Manifest {
  const webhooks = configuration.webhooks.map(({ rules: _, ...webhook }: { rules?: unknown }) => webhook);
  return { ...configuration, webhooks };
}

/** Descriptions are half of the state's size, which dominates the time of an update. */
function withoutDescriptions(definition: Manifest): Manifest {
  return { ...definition, spec: without(definition.spec, "description") };
}

function without(value: unknown, key: string): unknown {
  if (Array.isArray(value)) return value.map((inner) => without(inner, key));
  if (value === null || typeof value !== "object") return value;
  const kept = Object.entries(value).filter(([name, inner]) => !(name === key && typeof inner === "string"));
  return Object.fromEntries(kept.map(([name, inner]) => [name, without(inner, key)]));
}

function workload(deployment: Manifest, { workloads, replicas, ...more }: KnativeSpec): Manifest {
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
    ...pulling(more),
    containers,
  };
  const number = isAutoscaled(deployment) ? {} : given({ replicas });
  return { ...deployment, spec: { ...deployment.spec, ...number, template: { ...deployment.spec.template, spec } } };
}

/**
 * Scaled by their autoscalers (operator v0.50.1, pkg/reconciler/common/hpa.go) or, for the adapter of PingSource, by
 * Eventing's controller; a StatefulSet is scaled by its own controller.
 */
const scaledByOthers = [
  ...["activator", "webhook", "3scale-kourier-gateway", "eventing-webhook", "mt-broker-ingress", "mt-broker-filter"],
  "pingsource-mt-adapter",
];

function isAutoscaled({ kind, metadata }: Manifest): boolean {
  return kind === "StatefulSet" || scaledByOthers.includes(metadata.name as string);
}

/** The upper bound moves with the lower one, as with Knative's operator. */
function autoscaler(scaler: Manifest, { replicas }: KnativeSpec): Manifest {
  const { minReplicas = 1, maxReplicas } = scaler.spec;
  if (replicas === undefined || minReplicas >= replicas) return scaler;
  const bounds = { minReplicas: replicas, maxReplicas: maxReplicas + replicas - minReplicas };
  return { ...scaler, spec: { ...scaler.spec, ...bounds } };
}
