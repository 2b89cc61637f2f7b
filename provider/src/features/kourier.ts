// Kourier: Knative's own lightweight network layer, whose manifest includes its gateway (Envoy).
import type { NetworkLayer } from "./networkLayer";

export const kourier: NetworkLayer = {
  title: "Kourier",
  manifest: "kourier/kourier.yaml",
  ingressClass: "kourier.ingress.networking.knative.dev",
  controllerAt: "knative-serving/net-kourier-controller",
  gatewayAt: "kourier-system/kourier",
  bringsGateway: true,
};
