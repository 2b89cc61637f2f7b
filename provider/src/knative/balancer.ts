// Reports a gateway Service that waits for a load balancer: many clusters have none, so it never gets an address.
import type * as pulumi from "@pulumi/pulumi";
import { type Cluster, displayName } from "../cluster/cluster";
import { type Manifest, token } from "../kubernetes/kubernetesObject";
import { Awaited } from "../kubernetes/waiting";
import { urnsOfChild } from "../pulumi/urn";

/** A cloud takes half a minute; a longer wait is reported with its remedy. */
const usualMilliseconds = 30_000;

const noBalancer =
  'it has no load balancer address yet; a cluster without load balancers needs ingress.kourier.service: { type: "NodePort" }, "ClusterIP", or externalIPs';

/** Undefined for every other object. */
export function awaitedBalancer(
  { apiVersion, kind, metadata, spec }: Manifest,
  component: pulumi.ComponentResource,
  node: string,
): Awaited | undefined {
  if (kind !== "Service" || spec?.type !== "LoadBalancer") return undefined;
  const { name, namespace } = metadata as { name: string; namespace: string };
  const identity = { apiVersion, kind, name, namespace };
  const what = displayName(identity);
  const why = (cluster: Cluster) => balancerCause(cluster, identity);
  const urn = async () => (await urnsOfChild(component, token({ apiVersion, kind }), node))[0];
  return new Awaited(Promise.resolve({ what, why }), component, urn);
}

/** Undefined if it has its address, or may still get one. */
export async function balancerCause(
  cluster: Pick<Cluster, "get">,
  identity: Parameters<Cluster["get"]>[0],
  now = Date.now(),
): Promise<string | undefined> {
  const live = await cluster.get(identity);
  const hasAddress = (live?.status?.loadBalancer?.ingress ?? []).length > 0;
  const made = Date.parse(live?.metadata.creationTimestamp ?? "");
  return hasAddress || !(now - made >= usualMilliseconds) ? undefined : noBalancer;
}
