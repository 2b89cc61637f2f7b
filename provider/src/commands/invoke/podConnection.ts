// Connections to Pods through the API server, for addresses that only the cluster knows.
import { Duplex, PassThrough } from "node:stream";
import { client } from "../clusterAccess";
import { type KubeConfig, listAt, objectAt } from "../clusterRequest";
import { CommandFailure } from "../commandErrors";
import type { ApiObject } from "../liveObject";

export interface PodPort {
  config: KubeConfig;
  namespace: string;
  pod: string;
  port: number;
}

/** A new connection to a port of a Pod. */
export async function connectedTo({ config, namespace, pod, port }: PodPort): Promise<Duplex> {
  const [fromPod, toPod, errors] = [new PassThrough(), new PassThrough(), new PassThrough()];
  const forward = new (client().k8s.PortForward)(config);
  const socket = await forward.portForward(namespace, pod, [port], fromPod, errors, toPod);
  errors.on("data", (text) => fromPod.destroy(new Error(`Pod ${namespace}/${pod}, port ${port}: ${text}`)));
  if ("on" in socket) socket.on("close", () => fromPod.end());
  const connection = Duplex.from({ readable: fromPod, writable: toPod });
  connection.on("close", () => "close" in socket && socket.close());
  return connection;
}

/** A Pod behind a port of a Service; one that is not ready only if no other is. */
export async function podBehind(
  config: KubeConfig,
  namespace: string,
  service: string,
  port: number,
): Promise<PodPort> {
  const found = await objectAt(config, `/api/v1/namespaces/${namespace}/services/${service}`);
  if (found === undefined) throw new CommandFailure(`the cluster has no Service ${namespace}/${service}`);
  const pods = await podsBehind(config, found);
  const pod = pods.find(isReady) ?? pods.find(({ status }) => status?.phase === "Running");
  if (pod === undefined) throw new CommandFailure(`Service ${namespace}/${service} has no Pod that runs`);
  return { config, namespace, pod: pod.metadata.name, port: targetPort(found, port, pod) };
}

export function podsBehind(config: KubeConfig, { metadata, spec }: ApiObject): Promise<ApiObject[]> {
  const labelSelector = Object.entries(spec.selector ?? {})
    .map(([name, value]) => `${name}=${value}`)
    .join(",");
  return listAt(config, `/api/v1/namespaces/${metadata.namespace}/pods`, { labelSelector });
}

export function isReady({ metadata, status }: ApiObject): boolean {
  const conditions: { type: string; status: string }[] = status?.conditions ?? [];
  const isOn = conditions.some(({ type, status: is }) => type === "Ready" && is === "True");
  return isOn && metadata.deletionTimestamp === undefined;
}

/** The port of the container, which a Service may give by its name. */
function targetPort({ spec }: ApiObject, port: number, pod: ApiObject): number {
  const target = spec.ports.find((one: { port: number }) => one.port === port)?.targetPort ?? port;
  if (typeof target === "number") return target;
  const ports: { name?: string; containerPort: number }[] = pod.spec.containers.flatMap(
    (one: ApiObject) => one.ports ?? [],
  );
  return ports.find(({ name }) => name === target)?.containerPort ?? port;
}
