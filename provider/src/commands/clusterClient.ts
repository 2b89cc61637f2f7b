// Kubernetes' own client for the cluster of a function. A bundle of its own, loaded when a command first queries a cluster.
// @ts-expect-error: an ES module, which the bundle includes.
import * as k8s from "@kubernetes/client-node";
import { configOf } from "../cluster/kubeconfig";
import type { Connection } from "./stackState";

export { k8s };

/** As the Kubernetes provider connects with these settings. */
export function configFor(connection: Connection): k8s.KubeConfig {
  const config = configOf(connection);
  if (connection.cluster !== undefined) config.setCurrentContext(contextFor(config, connection.cluster));
  return config;
}

/** The provider's `cluster` replaces that of the context. */
function contextFor(config: k8s.KubeConfig, cluster: string): string {
  const context = { ...config.getContextObject(config.getCurrentContext()), name: "knative-faas", cluster };
  config.addContext(context as k8s.Context);
  return context.name;
}
