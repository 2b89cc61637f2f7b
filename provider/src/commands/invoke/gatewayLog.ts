// Reads the access log of the gateway that a broker delivers through, for requests with an identifier.
import { type KubeConfig, objectAt, responseAt } from "../clusterRequest";
import type { ApiObject } from "../liveObject";
import type { StackFunction } from "../stackState";
import { type Delivery, deliveriesIn } from "./accessLog";
import { podsBehind } from "./podConnection";
import { gatewayOf } from "./way";

export interface GatewayLog {
  config: KubeConfig;
  pods: ApiObject[];
  since: string;
}

/** Of the gateway inside the cluster; undefined if Knative names none. */
export async function gatewayLog(config: KubeConfig, one: StackFunction): Promise<GatewayLog | undefined> {
  try {
    const inside = new URL(`http://${one.service}.${one.namespace}.svc`);
    const { namespace, name } = await gatewayOf(config, one, inside);
    const service = await objectAt(config, `/api/v1/namespaces/${namespace}/services/${name}`);
    const since = new Date(Date.now() - clockSeconds * 1000).toISOString();
    return service && { config, pods: await podsBehind(config, service), since };
  } catch {
    return undefined;
  }
}

/** Clocks of nodes may differ from this one; the identifier alone decides. */
const clockSeconds = 60;
const limitMilliseconds = 10_000;

export async function deliveries({ config, pods, since }: GatewayLog, requestId: string): Promise<Delivery[]> {
  const logs = await Promise.all(pods.map((pod) => logOf(config, pod, since)));
  return logs.flatMap((log) => deliveriesIn(log, requestId));
}

async function logOf(config: KubeConfig, { metadata, spec }: ApiObject, sinceTime: string): Promise<string> {
  const path = `/api/v1/namespaces/${metadata.namespace}/pods/${metadata.name}/log`;
  const query = { container: spec.containers[0].name, sinceTime };
  try {
    const chunks: Buffer[] = [];
    const response = await responseAt(config, path, query, AbortSignal.timeout(limitMilliseconds));
    for await (const chunk of response) chunks.push(chunk);
    return Buffer.concat(chunks).toString();
  } catch {
    return "";
  }
}
