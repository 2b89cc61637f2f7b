// A fake API server whose responses a test defines, and the default provider's configuration to reach it.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { State } from "../plugin/state";

export interface FakeCluster {
  /** Configuration of the stack. */
  config: Record<string, string>;
  /** Paths that were requested, except discovery. */
  asked: string[];
}

/** Kinds by group and version: the cluster lacks all others. */
const kinds: Record<string, string[]> = {
  "/api/v1": [
    "ConfigMap",
    "Secret",
    "Service",
    "Event",
    "Namespace",
    "Pod",
    "ServiceAccount",
    "LimitRange",
    "ResourceQuota",
  ],
  "/apis/serving.knative.dev/v1": ["Service", "Revision"],
  "/apis/serving.knative.dev/v1beta1": ["DomainMapping"],
  "/apis/eventing.knative.dev/v1": ["Broker", "Trigger"],
  "/apis/eventing.knative.dev/v1beta2": ["EventType"],
  "/apis/messaging.knative.dev/v1": ["Channel", "Subscription"],
  "/apis/flows.knative.dev/v1": ["Sequence", "Parallel"],
  "/apis/sources.knative.dev/v1": ["PingSource", "ContainerSource", "ApiServerSource"],
  "/apis/batch/v1": ["Job"],
  "/apis/networking.internal.knative.dev/v1alpha1": ["ClusterDomainClaim", "Ingress"],
  "/apis/apps/v1": ["Deployment"],
  "/apis/rbac.authorization.k8s.io/v1": ["Role", "RoleBinding"],
};

/** The only namespace with Pod Security `restricted`. */
export const restricted = "restricted-place";
const underRestricted = { labels: { "pod-security.kubernetes.io/enforce": "restricted" } };

/** The only namespace that does not exist, unless it is among the objects. */
export const missing = "no-such-place";

export interface FakeObject {
  apiVersion: string;
  kind: string;
  /** Cluster-scoped objects have the namespace "". */
  metadata: { name: string; namespace: string; [field: string]: unknown };
  [field: string]: unknown;
}

/** The objects that a state says exist. */
export function objectsOf(state: State): FakeObject[] {
  const made = Object.values(state).filter(({ type }) => type.startsWith("kubernetes:") && !type.endsWith("Patch"));
  return made.map(({ outputs }) => {
    const { namespace = "", ...metadata } = outputs.metadata as FakeObject["metadata"];
    return { ...outputs, metadata: { ...metadata, namespace } } as FakeObject;
  });
}

/** Provides a cluster while some work runs. */
export async function withCluster<Result>(
  objects: () => FakeObject[],
  work: (cluster: FakeCluster) => Promise<Result>,
  trouble?: Trouble,
): Promise<Result> {
  const { stop, ...cluster } = await startCluster(objects, trouble);
  return work(cluster).finally(stop);
}

/** A status instead of the response, as long as `fails` returns true. */
export interface Trouble {
  status: number;
  fails(): boolean;
}

/** `objects` returns the existing objects on each query; if it throws, the cluster refuses the query. */
export async function startCluster(
  objects: () => FakeObject[],
  trouble?: Trouble,
): Promise<FakeCluster & { stop(): void }> {
  const asked: string[] = [];
  const server = createServer(({ url = "" }, response) => {
    const isFailing = trouble?.fails() === true;
    const { status, body } = isFailing ? { status: trouble.status, body: {} } : answerTo(url, objects, asked);
    response.statusCode = status;
    response.end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const stop = () => {
    server.closeAllConnections();
    server.close();
  };
  return { config: { "kubernetes:kubeconfig": kubeconfig(server.address() as AddressInfo) }, asked, stop };
}

function answerTo(url: string, objects: () => FakeObject[], asked: string[]): { status: number; body: object } {
  const known = url === "/apis" ? { groups } : kinds[url] && { resources: kinds[url].map(resource) };
  if (known !== undefined) return { status: 200, body: known };
  if (/^\/apis\/[^/]+\/[^/]+$/.test(url)) return { status: 404, body: { message: "no such group" } };
  const [, namespace] = /^\/api\/v1\/namespaces\/([^/]+)$/.exec(url) ?? [];
  if (namespace === undefined) asked.push(url);
  try {
    const body = namespace === undefined ? answerOf(url, objects()) : namespaceOf(namespace, objects());
    return body === undefined ? { status: 404, body: { message: "not found" } } : { status: 200, body };
  } catch (error) {
    return { status: 403, body: { message: (error as Error).message } };
  }
}

/** Each namespace exists except one, which may be among the objects. */
function namespaceOf(name: string, objects: FakeObject[]): object | undefined {
  const given = objects.find(({ kind, metadata }) => kind === "Namespace" && metadata.name === name);
  if (given !== undefined || name === missing) return given;
  return { metadata: name === restricted ? underRestricted : {} };
}

/** Selectors are ignored: a test defines what they would find. */
function answerOf(url: string, objects: FakeObject[]): object | undefined {
  const [path = ""] = url.split("?");
  const isListed = ({ apiVersion, kind, metadata }: FakeObject) =>
    [pathOf(apiVersion, kind, metadata.namespace), pathOf(apiVersion, kind)].includes(path);
  const listed = objects.filter(isListed);
  const isWhole = ({ apiVersion, kind, metadata: { namespace, name } }: FakeObject) =>
    namespace === "" && path === pathOf(apiVersion, kind, undefined, name);
  if (/^\/apis\/[^/]+\/[^/]+\/(?!namespaces)[^/]+\/[^/]+$/.test(path)) return ofWhole(objects.find(isWhole));
  if (/\/namespaces\/[^/]+\/[^/]+$/.test(path) || !path.includes("/namespaces/")) return { items: listed };
  return objects.find(
    ({ apiVersion, kind, metadata: { namespace, name } }) => path === pathOf(apiVersion, kind, namespace, name),
  );
}

const ofWhole = (found: FakeObject | undefined) =>
  found && { ...found, metadata: { ...found.metadata, namespace: undefined } };

const groups = Object.keys(kinds)
  .filter((base) => base.startsWith("/apis/"))
  .map((base) => ({ preferredVersion: { groupVersion: base.slice("/apis/".length) } }));

const resource = (kind: string) => ({ name: `${kind.toLowerCase()}s`, kind, namespaced: true });

function kubeconfig({ port }: AddressInfo): string {
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name: "fake", cluster: { server: `http://127.0.0.1:${port}`, "insecure-skip-tls-verify": true } }],
    users: [{ name: "nobody", user: {} }],
    contexts: [{ name: "fake", context: { cluster: "fake", user: "nobody" } }],
    "current-context": "fake",
  });
}

function pathOf(apiVersion: string, kind: string, namespace?: string, name?: string): string {
  const base = apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  const place = namespace === undefined ? [] : ["namespaces", namespace];
  return [base, ...place, `${kind.toLowerCase()}s`, ...(name === undefined ? [] : [name])].join("/");
}
