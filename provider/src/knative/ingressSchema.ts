// The public schema of the network layer and its gateway.

import { isIP } from "node:net";
import { z } from "zod";
import { layerNames, layers } from "../features/networkLayers";
import { inCel } from "../input/cel";

const address = z
  .string()
  .refine((text) => isIP(text) !== 0, { error: "expected an IP address", ...inCel((one) => `isIP(${one})`) });

const serviceType = z.enum(["LoadBalancer", "NodePort", "ClusterIP"]).meta({
  id: "KnativeServiceType",
  description: "Type of a Kubernetes Service.",
  values: {
    LoadBalancer: "An address from the cloud's load balancer.",
    NodePort: "A port on each node.",
    ClusterIP: "Reachable inside the cluster, or at `externalIPs`.",
  },
});

const service = z
  .strictObject({
    type: serviceType.optional().meta({
      description:
        "Type of the ingress gateway's Service. Defaults to `LoadBalancer`, and with `externalIPs` to `ClusterIP`.",
    }),
    externalIPs: z.array(address).optional().meta({
      plain: true,
      description:
        "Addresses of nodes at which the gateway is also served, for clusters without a load balancer. Defaults to none.",
    }),
  })
  .meta({ id: "KnativeIngressService", description: "How the ingress gateway is reached." });

const kourier = z
  .strictObject({
    service: service.optional().meta({ description: "The Kubernetes Service in front of the Kourier gateway." }),
  })
  .meta({ id: "KnativeKourier", description: "Kourier, installed with its gateway." });

const label = "[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?";
const serviceName = z.string().regex(new RegExp(`^${label}/${label}$`), {
  error: 'expected a Service as namespace/name, e.g. "istio-system/istio-ingressgateway"',
});

/** A layer whose gateway was installed by others. */
function foreign(layer: "contour" | "istio" | "gatewayApi", id: string, needs: string) {
  const { gatewayAt: gateway, title } = layers[layer];
  const description = `Service of the existing gateway, as \`namespace/name\`: the output \`address\` is read from it. Defaults to \`${gateway}\`.`;
  return z
    .strictObject({ gatewayService: serviceName.optional().meta({ plain: true, description }) })
    .meta({ id, description: `Knative's controller for ${title}. ${needs}` });
}

const needs = (what: string) => `The cluster must already have ${what}, with its CRDs and its gateway.`;

export const ingress = z
  .strictObject({
    kourier: kourier.optional().meta({ description: "Installs Kourier with its gateway." }),
    contour: foreign("contour", "KnativeContour", needs("Contour"))
      .optional()
      .meta({ description: "Installs Knative's controller for an existing Contour." }),
    istio: foreign("istio", "KnativeIstio", needs("Istio"))
      .optional()
      .meta({ description: "Installs Knative's controller for an existing Istio." }),
    gatewayApi: foreign("gatewayApi", "KnativeGatewayApi", needs("an implementation of the Gateway API"))
      .optional()
      .meta({ description: "Installs Knative's controller for an existing Gateway API." }),
  })
  .meta({ id: "KnativeIngress", description: "The network layer; exactly one property is set.", oneOf: layerNames });
