// Gateway API: net-gateway-api drives any implementation that is already installed.
import type { NetworkLayer } from "./networkLayer";

/** The Service is the default of `external-gateways` (`_example` of its ConfigMap `config-gateway`): Istio's. */
export const gatewayApi: NetworkLayer = {
  title: "Gateway API",
  manifest: "gateway-api/net-gateway-api.yaml",
  ingressClass: "gateway-api.ingress.networking.knative.dev",
  controllerAt: "knative-serving/net-gateway-api-controller",
  gatewayAt: "istio-system/istio-ingressgateway",
  bringsGateway: false,
};
