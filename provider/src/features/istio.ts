// Istio: net-istio drives an Istio that is already installed.
import type { NetworkLayer } from "./networkLayer";

/** The Service is the default of net-istio's `external-gateways` (`_example` of its ConfigMap `config-istio`). */
export const istio: NetworkLayer = {
  title: "Istio",
  manifest: "istio/net-istio.yaml",
  ingressClass: "istio.ingress.networking.knative.dev",
  controllerAt: "knative-serving/net-istio-controller",
  gatewayAt: "istio-system/istio-ingressgateway",
  bringsGateway: false,
};
