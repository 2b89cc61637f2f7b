// Reads and changes the objects of functions in their cluster.

import { client } from "./clusterAccess";
import type { k8s } from "./clusterClient";
import { noCluster } from "./clusterRequest";
import { CommandFailure } from "./commandErrors";
import type { LiveObject } from "./liveObject";

/** Kinds of Knative Serving, with their names in paths. */
const plurals = { Service: "services", Configuration: "configurations", Revision: "revisions" };

export type ServingKind = keyof typeof plurals;

export interface Place {
  name: string;
  namespace: string;
}

interface Body {
  apiVersion: string;
  kind: string;
  metadata: Place;
}

/** Knative's kinds need the client for custom objects: the one for any object takes a Knative Service for one of Kubernetes. */
export class ClusterObjects {
  private readonly custom: k8s.CustomObjectsApi;
  private readonly known: k8s.KubernetesObjectApi;
  private readonly core: k8s.CoreV1Api;

  constructor(config: k8s.KubeConfig) {
    if (config.getCurrentCluster() === null) throw new CommandFailure(noCluster);
    const { CustomObjectsApi, CoreV1Api, KubernetesObjectApi } = client().k8s;
    this.custom = config.makeApiClient(CustomObjectsApi);
    this.core = config.makeApiClient(CoreV1Api);
    this.known = KubernetesObjectApi.makeApiClient(config);
  }

  /** Undefined if the object does not exist. */
  async get(kind: ServingKind, { name, namespace }: Place): Promise<LiveObject | undefined> {
    return unlessMissing(this.custom.getNamespacedCustomObject({ ...pathOf(kind), name, namespace }));
  }

  list(kind: ServingKind, namespace: string, labelSelector: string): Promise<LiveObject[]> {
    const found = this.custom.listNamespacedCustomObject({ ...pathOf(kind), namespace, labelSelector });
    return found.then(({ items }) => items as LiveObject[]);
  }

  pods(namespace: string, labelSelector: string): Promise<LiveObject[]> {
    return this.core.listNamespacedPod({ namespace, labelSelector }).then(({ items }) => items as LiveObject[]);
  }

  /** An object of Knative Serving. */
  createServing(kind: ServingKind, body: Body): Promise<LiveObject> {
    const { namespace } = body.metadata;
    return this.custom.createNamespacedCustomObject({ ...pathOf(kind), namespace, body });
  }

  /** An object of Kubernetes' own kinds. */
  async create(object: k8s.KubernetesObject): Promise<void> {
    await this.known.create(object);
  }

  /** Server-side apply, which takes the fields from other managers. */
  apply(kind: ServingKind, body: Body, fieldManager: string): Promise<LiveObject> {
    const { PatchStrategy, setHeaderOptions } = client().k8s;
    const { name, namespace } = body.metadata;
    const of = { ...pathOf(kind), name, namespace, body, fieldManager, force: true };
    return this.custom.patchNamespacedCustomObject(of, setHeaderOptions("Content-Type", PatchStrategy.ServerSideApply));
  }

  /** Also deletes what it owns. An object that does not exist is none to delete. */
  async remove(kind: ServingKind, { name, namespace }: Place): Promise<void> {
    const propagationPolicy = "Background";
    await unlessMissing(
      this.custom.deleteNamespacedCustomObject({ ...pathOf(kind), name, namespace, propagationPolicy }),
    );
  }
}

const pathOf = (kind: ServingKind) => ({ group: "serving.knative.dev", version: "v1", plural: plurals[kind] });

async function unlessMissing<Answer>(answer: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (statusOf(error) === 404) return undefined;
    throw error;
  }
}

/** The HTTP status of the API server's refusal; undefined for another error. */
export function statusOf(error: unknown): number | undefined {
  const { code } = error as { code?: unknown };
  return typeof code === "number" ? code : undefined;
}

/** The API server's own words. */
export function refusal(error: unknown): string {
  const { body, message: given } = error as { body?: unknown; message?: string };
  const message = given?.replace(/^request to (https?:\/\/[^/]+)\S* failed, reason: (.*)$/s, "$1 does not answer: $2");
  const text = typeof body === "string" ? body : undefined;
  try {
    return (text && JSON.parse(text).message) || message || String(error);
  } catch {
    return text || String(error);
  }
}
