// Contour: net-contour drives a Contour that is already installed.
import type { NetworkLayer } from "./networkLayer";

/** The Service is the default of net-contour's `visibility` (`_example` of its ConfigMap `config-contour`). */
export const contour: NetworkLayer = {
  title: "Contour",
  manifest: "contour/net-contour.yaml",
  ingressClass: "contour.ingress.networking.knative.dev",
  controllerAt: "knative-serving/net-contour-controller",
  gatewayAt: "contour-external/envoy",
  bringsGateway: false,
};
