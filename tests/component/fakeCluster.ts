// An API server that answers what a test says, and what a program's default provider is configured with to find it.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface FakeCluster {
  /** Configuration of the stack. */
  config: Record<string, string>;
  /** Paths that were asked for, without those of discovery. */
  asked: string[];
}

/** Kinds by group and version: every other kind is one that the cluster does not have. */
const kinds: Record<string, string[]> = {
  "/api/v1": ["ConfigMap", "Secret"],
  "/apis/serving.knative.dev/v1": ["Service", "Revision"],
  "/apis/serving.knative.dev/v1beta1": ["DomainMapping"],
  "/apis/eventing.knative.dev/v1": ["Broker", "Trigger"],
  "/apis/batch/v1": ["Job"],
};

export interface FakeObject {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace: string; [field: string]: unknown };
  [field: string]: unknown;
}

/** `objects` says what is there, each time that the cluster is asked. */
export async function withCluster<Result>(
  objects: () => FakeObject[],
  work: (cluster: FakeCluster) => Promise<Result>,
): Promise<Result> {
  const asked: string[] = [];
  const server = createServer(({ url = "" }, response) => {
    const known = kinds[url];
    if (known === undefined) asked.push(url);
    const found = known === undefined ? answerOf(url, objects()) : { resources: known.map(resource) };
    response.statusCode = found === undefined ? 404 : 200;
    response.end(JSON.stringify(found ?? { message: "not found" }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    return await work({ config: { "kubernetes:kubeconfig": kubeconfig(server.address() as AddressInfo) }, asked });
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

function answerOf(path: string, objects: FakeObject[]): object | undefined {
  const listed = objects.filter((object) => path === pathOf(object.apiVersion, object.kind, object.metadata.namespace));
  if (/\/namespaces\/[^/]+\/[^/]+$/.test(path)) return { items: listed };
  return objects.find(
    ({ apiVersion, kind, metadata: { namespace, name } }) => path === pathOf(apiVersion, kind, namespace, name),
  );
}

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

function pathOf(apiVersion: string, kind: string, namespace: string, name?: string): string {
  const base = apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  return [base, "namespaces", namespace, `${kind.toLowerCase()}s`, ...(name === undefined ? [] : [name])].join("/");
}
