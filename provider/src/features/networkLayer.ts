// What Knative needs to know about a network layer, and how its gateway is reached.
import type { Input } from "@pulumi/pulumi";
import type { Manifest } from "../kubernetes/kubernetesObject";

/** One network layer: what is installed for it, and where its gateway is. */
export interface NetworkLayer {
  /** The usual name. */
  title: string;
  /** Its manifest file, relative to `ingress/<minor version>` of the kodata directory. */
  manifest: string;
  /** The value of `ingress-class` in the ConfigMap `config-network`. */
  ingressClass: string;
  /** The Deployment of the controller for the class, as `namespace/name`. */
  controllerAt: string;
  /** The Service in front of the gateway of public functions, as `namespace/name`. */
  gatewayAt: string;
  /** True if the layer's manifest includes the gateway; otherwise the gateway must already be installed. */
  bringsGateway: boolean;
}

/** How the gateway's Service is exposed. */
export interface Exposure {
  type: Input<string>;
  externalIPs: Input<string>[];
}

/** In a release, the gateway's Service is the one of type LoadBalancer; any other stays unchanged. */
export function exposed(service: Manifest, { type, externalIPs }: Exposure): Manifest {
  if (service.spec.type !== "LoadBalancer") return service;
  return { ...service, spec: { ...service.spec, type, ...(externalIPs.length > 0 ? { externalIPs } : {}) } };
}

/** The cluster's data about a gateway's Service. */
interface ServiceState {
  spec?: { externalIPs?: string[]; clusterIP?: string };
  status?: { loadBalancer?: { ingress?: { ip?: string; hostname?: string }[] } };
}

/** The load balancer's address, else the first external IP, else the cluster IP. */
export function addressOf({ spec, status }: ServiceState): string {
  const balancer = status?.loadBalancer?.ingress?.[0];
  return balancer?.ip ?? balancer?.hostname ?? spec?.externalIPs?.[0] ?? spec?.clusterIP ?? "";
}
