// A function as Kubernetes objects: the revision template, the Knative Service, the Secret, the traffic. Pure.
import { type Input, Output, output } from "@pulumi/pulumi";
import type { Manifest } from "../core/kubernetes";
import type { FunctionScaleArgs } from "./args.gen";
import type { FunctionSpec } from "./spec";

/** The template of a revision without its name, which is made from all of it. */
export interface Template {
  metadata: { annotations: Record<string, Input<string>> };
  spec: object;
}

/** Knative tells Ready as soon as it is decided, well or badly, for this very generation. */
export const untilDecided =
  "jsonpath={.status.conditions[?(@.type=='Ready'&&(@.status=='True'||@.status=='False')&&$.metadata.generation==$.status.observedGeneration)].type}";

export function makeTemplate(
  spec: FunctionSpec,
  image: Input<string>,
  secretName: Input<string> | undefined,
): Template {
  return {
    metadata: {
      annotations: { "serving.knative.dev/progress-deadline": seconds(spec.readySeconds), ...autoscaling(spec.scale) },
    },
    spec: {
      containerConcurrency: spec.concurrency,
      timeoutSeconds: spec.requestSeconds,
      // The function's code gets no access to the cluster's API.
      automountServiceAccountToken: false,
      containers: [container(spec, image, secretName)],
    },
  };
}

/**
 * Knative fills these in when a template comes under a new name, and refuses a template without them under a name that
 * is there: written out, a Service can be changed beside its template, and one that an update that died has made is taken up.
 */
const filledIn = { name: "user-container", readinessProbe: { tcpSocket: { port: 0 }, successThreshold: 1 } };

function container(spec: FunctionSpec, image: Input<string>, secretName: Input<string> | undefined) {
  return {
    ...filledIn,
    image,
    ports: [{ containerPort: spec.port }],
    ...variables(spec.env),
    ...(secretName === undefined ? {} : { envFrom: [{ secretRef: { name: secretName } }] }),
    resources: { requests: spec.requests, limits: spec.limits },
    securityContext: {
      allowPrivilegeEscalation: false,
      capabilities: { drop: ["ALL"] },
      seccompProfile: { type: "RuntimeDefault" },
    },
  };
}

/** Sorted by name, so that the order in which a program writes them makes no new revision. */
function variables(env: FunctionSpec["env"]): { env?: Input<{ name: string; value: Input<string> }[] | undefined> } {
  const list = (map: Record<string, Input<string>>) => {
    const names = Object.keys(map).sort();
    // The cluster keeps no empty list, so one here would be a change after each refresh.
    return names.length === 0 ? undefined : names.map((name) => ({ name, value: map[name] as Input<string> }));
  };
  if (Output.isInstance(env) || env instanceof Promise) return { env: output(env).apply(list) };
  return Object.keys(env).length === 0 ? {} : { env: list(env) };
}

const autoscalingKeys: Record<keyof FunctionScaleArgs, string> = {
  min: "min-scale",
  max: "max-scale",
  initial: "initial-scale",
  target: "target",
  metric: "metric",
  windowSeconds: "window",
  retentionSeconds: "scale-to-zero-pod-retention-period",
};

function autoscaling(scale: FunctionScaleArgs): Record<string, Input<string>> {
  const given = Object.entries(scale).filter(([, value]) => value !== undefined) as [
    keyof FunctionScaleArgs,
    Input<number>,
  ][];
  return Object.fromEntries(
    given.map(([name, value]) => [
      `autoscaling.knative.dev/${autoscalingKeys[name]}`,
      name.endsWith("Seconds") ? seconds(value) : text(value),
    ]),
  );
}

function seconds(value: Input<number>): Input<string> {
  return typeof value === "number" ? `${value}s` : output(value).apply((known) => `${known}s`);
}

function text(value: Input<string | number>): Input<string> {
  return Output.isInstance(value) || value instanceof Promise ? output(value).apply(String) : String(value);
}

export function makeService(spec: FunctionSpec, template: Template, revision: Input<string>): Manifest {
  return {
    apiVersion: "serving.knative.dev/v1",
    kind: "Service",
    metadata: {
      name: spec.name,
      namespace: spec.namespace,
      ...(spec.visibility === "public" ? {} : { labels: { "networking.knative.dev/visibility": spec.visibility } }),
      annotations: serviceAnnotations,
    },
    spec: { template: { ...template, metadata: { name: revision, ...template.metadata } } },
  };
}

/** The Service and the traffic patch are the same object of the cluster, so they must say the same here. */
const serviceAnnotations = { "pulumi.com/waitFor": untilDecided, "pulumi.com/patchForce": "true" };

/** Traffic has a node of its own behind the Service: a revision is there, and ready, before it is sent anything. */
export function makeTraffic(spec: FunctionSpec, revision: Input<string>): Manifest {
  return {
    apiVersion: "serving.knative.dev/v1",
    kind: "Service",
    metadata: { name: spec.name, namespace: spec.namespace, annotations: serviceAnnotations },
    spec: { traffic: [{ revisionName: revision, percent: 100 }] },
  };
}

export function makeSecret(spec: FunctionSpec, name: Input<string>): Manifest {
  return {
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name, namespace: spec.namespace },
    immutable: true,
    stringData: spec.secrets,
  };
}
