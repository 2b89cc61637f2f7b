// A function as Kubernetes objects: the Knative Service and its traffic. Pure.
import { type Input, Output } from "@pulumi/pulumi";
import { type Manifest, merged } from "../../kubernetes/kubernetesObject";
import { decided } from "../../kubernetes/readiness";
import type { FunctionSpec } from "../functionSpec";
import type { Template } from "../pod/template";
import { type Previous, settledAnnotation } from "../release/history";
import { conditions } from "../release/revision";
import { scaleAnnotation, scaleKeys } from "../scaling/queueEntry";
import type { Share, ShareInput } from "../traffic/trafficTable";
import { ownKeys, routeAnnotations } from "./annotations";

export function makeService(spec: FunctionSpec, template: Template, revision: Input<string>): Manifest {
  return {
    apiVersion: "serving.knative.dev/v1",
    kind: "Service",
    metadata: {
      name: spec.name,
      namespace: spec.namespace,
      ...serviceLabels(spec),
      annotations: merged(
        { ...serviceAnnotations, ...routeAnnotations(spec), ...queueAnnotation(spec) },
        spec.annotations,
      ),
    },
    spec: { template: { ...template, metadata: { name: revision, ...template.metadata } } },
  };
}

function serviceLabels(spec: FunctionSpec): { labels?: Input<Record<string, Input<string>>> } {
  const own: Record<string, Input<string>> = {
    ...(spec.visibility === "public" ? {} : { [ownKeys.visibility]: spec.visibility }),
    ...(spec.queue === undefined ? {} : { [scaleKeys.label]: "true" }),
  };
  const labels = merged(own, spec.labels);
  const isEmpty = !Output.isInstance(labels) && Object.keys(labels).length === 0;
  return isEmpty ? {} : { labels };
}

function queueAnnotation({ queue }: FunctionSpec) {
  return queue === undefined ? {} : scaleAnnotation(queue);
}

/**
 * Ready is False as long as one of the two is: if the first revision failed, the route stays False until another is ready, so Ready says nothing about the new revision.
 */
export const waitForService = JSON.stringify([decided([], conditions.revision), decided([], conditions.route)]);

/** The Service and the traffic patch are the same object in the cluster, so these annotations must be equal. */
const serviceAnnotations = { "pulumi.com/waitFor": waitForService, "pulumi.com/patchForce": "true" };

/**
 * An interrupted rollout leaves traffic at some step. The table in the state may already be the wanted one, so a changed annotation
 * forces it to be applied again.
 */
export function settledTraffic(traffic: Manifest, previous: Output<Previous>): Manifest {
  const annotations = previous.apply(({ resettled, unfinished }): Record<string, string> => {
    const times = resettled + (unfinished ? 1 : 0);
    return times === 0 ? {} : { [settledAnnotation]: String(times) };
  });
  const all = merged(traffic.metadata.annotations ?? {}, annotations);
  return { ...traffic, metadata: { ...traffic.metadata, annotations: all } };
}

/** Traffic has its own node, registered after the Service: a revision exists and is ready before it gets requests. */
export function makeTraffic(spec: FunctionSpec, table: Input<ShareInput[] | Share[]>): Manifest {
  return {
    apiVersion: "serving.knative.dev/v1",
    kind: "Service",
    metadata: { name: spec.name, namespace: spec.namespace, annotations: serviceAnnotations },
    spec: { traffic: table },
  };
}
