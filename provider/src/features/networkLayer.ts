// What Knative needs to know of a network layer, and how the gateway that a layer brings is reached.
import type { Input } from "@pulumi/pulumi";
import type { Manifest } from "../kubernetes/kubernetesObject";

/** One network layer: what is installed for it and where its gateway is. */
export interface NetworkLayer {
  /** As people call it. */
  title: string;
  /** Its manifest file, relative to `ingress/<minor version>` of the kodata directory. */
  manifest: string;
  /** The value of `ingress-class` in the ConfigMap `config-network`. */
  ingressClass: string;
  /** The Deployment of what takes up the class, as `namespace/name`. */
  controllerAt: string;
  /** The Service in front of the gateway of public functions, as `namespace/name`. */
  gatewayAt: string;
  /** True when the layer's manifest brings the gateway; else others have installed it. */
  bringsGateway: boolean;
}

/** How the gateway's Service is to be reached. */
export interface Exposure {
  type: Input<string>;
  externalIPs: Input<string>[];
}

/** The released Service of a gateway is the one of type LoadBalancer; any other stays as it is. */
export function exposed(service: Manifest, { type, externalIPs }: Exposure): Manifest {
  if (service.spec.type !== "LoadBalancer") return service;
  return { ...service, spec: { ...service.spec, type, ...(externalIPs.length > 0 ? { externalIPs } : {}) } };
}

/** What the cluster says of a gateway's Service. */
interface ServiceState {
  spec?: { externalIPs?: string[]; clusterIP?: string };
  status?: { loadBalancer?: { ingress?: { ip?: string; hostname?: string }[] } };
}

/** The load balancer's address, else the first external IP, else the cluster IP. */
export function addressOf({ spec, status }: ServiceState): string {
  const balancer = status?.loadBalancer?.ingress?.[0];
  return balancer?.ip ?? balancer?.hostname ?? spec?.externalIPs?.[0] ?? spec?.clusterIP ?? "";
}
