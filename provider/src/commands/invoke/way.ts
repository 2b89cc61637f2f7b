// How a request gets to a function: directly, or through the API server to a Pod that Knative itself sends requests through.
import { lookup } from "node:dns/promises";
import { connect } from "node:net";
import { type KubeConfig, objectAt } from "../clusterRequest";
import { CommandFailure } from "../commandErrors";
import type { ApiObject } from "../liveObject";
import type { StackFunction } from "../stackState";
import { type PodPort, podBehind } from "./podConnection";

export interface Way {
  /** For the report. */
  description: string;
  /** Undefined for the address of the URL. */
  pod: PodPort | undefined;
  /** Added to those of the user. */
  headers: Record<string, string>;
}

export const direct: Way = { description: "direct", pod: undefined, headers: {} };

const connectMilliseconds = 3_000;

/** True if the host of the URL has an address here, and something listens there. */
export async function answers(url: URL): Promise<boolean> {
  const port = Number(url.port || portOf(url));
  return lookup(url.hostname.replace(/^\[|\]$/g, "")).then(
    ({ address }) => listens(address, port),
    () => false,
  );
}

const portOf = ({ protocol }: URL) => (protocol === "https:" ? 443 : 80);

function listens(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: connectMilliseconds });
    const end = (is: boolean) => {
      socket.destroy();
      resolve(is);
    };
    socket
      .on("connect", () => end(true))
      .on("error", () => end(false))
      .on("timeout", () => end(false));
  });
}

/** Through the gateway of Knative's network layer, as from outside: traffic shares and a start from zero work as usual. */
export async function throughGateway(config: KubeConfig, one: StackFunction, url: URL): Promise<Way> {
  const { namespace, name } = await gatewayOf(config, one, url);
  const pod = await podBehind(config, namespace, name, portOf(url));
  return { description: `through the API server to Pod ${pod.namespace}/${pod.pod}`, pod, headers: {} };
}

/** Knative's Ingress names the Service of its gateway, whichever network layer it is; one for the cluster's own addresses. */
export async function gatewayOf(config: KubeConfig, { namespace, service }: StackFunction, url: URL) {
  const path = `/apis/networking.internal.knative.dev/v1alpha1/namespaces/${namespace}/ingresses/${service}`;
  const ingress = await objectAt(config, path);
  const which = /\.svc(\.|$)/.test(url.hostname) ? "privateLoadBalancer" : "publicLoadBalancer";
  const [found] = (ingress?.status?.[which]?.ingress ?? []).flatMap(
    (one: ApiObject) => serviceIn(one.domainInternal) ?? [],
  );
  if (found !== undefined) return found as ServiceName;
  throw new CommandFailure(
    `${url.host} does not resolve here, and Knative names no gateway for it; use --revision, or --url with an address that answers`,
  );
}

export interface ServiceName {
  name: string;
  namespace: string;
}

/** Of `NAME.NAMESPACE.svc` and what may follow. */
export function serviceIn(host = ""): ServiceName | undefined {
  const [, name, namespace] = /^([a-z0-9-]+)\.([a-z0-9-]+)\.svc(?:\.|$)/.exec(host) ?? [];
  return name === undefined || namespace === undefined ? undefined : { name, namespace };
}

/** The activator takes the revision from headers, and starts a Pod if there is none (serving v0.50, pkg/activator). */
export async function throughActivator(config: KubeConfig, namespace: string, revision: string): Promise<Way> {
  const pod = await podBehind(config, "knative-serving", "activator-service", 80);
  const headers = { "knative-serving-namespace": namespace, "knative-serving-revision": revision };
  return { description: `through the API server to the activator, Pod ${pod.pod}`, pod, headers };
}
