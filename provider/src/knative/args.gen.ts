// Generated from schema.ts by `npm run generate`; do not edit.
import type { Input } from "@pulumi/pulumi";

/** Arguments of Knative. */
export interface KnativeArgs {
  /** Version of Knative to install. Defaults to the newest that this package knows. */
  version?: KnativeVersion;
  /** Directory with the release manifests, laid out as `cmd/operator/kodata` of the Go module `knative.dev/operator`. Defaults to that module at the version that this package pins with its checksum, fetched with `go mod download`. */
  manifests?: string;
  /** Domain under which public functions answer, as `<function>.<namespace>.<domain>`. Defaults to `example.com`. */
  domain?: Input<string>;
  /** The network layer. */
  ingress?: KnativeIngressArgs;
  /** Images to use in place of the released ones, for clusters that can't pull those: released name without digest (e.g. `gcr.io/knative-releases/knative.dev/serving/cmd/queue`) to a reference by digest. Applied wherever an image is named. Defaults to the map in the JSON file that the configuration `knative-faas:images` names, else to the released images. */
  images?: Record<string, Input<string>>;
  /** Requests and termination of Knative's own Pods. */
  workloads?: KnativeWorkloadsArgs;
  /** Settings in Knative's ConfigMaps. */
  config?: KnativeConfigArgs;
}

/** Knative's ConfigMaps by their names without `config-`, in camel case; each value is a text, as in the ConfigMap. */
export interface KnativeConfigArgs {
  /** Keys of the ConfigMap `config-autoscaler` in `knative-serving`, over the release's own. Defaults to none. */
  autoscaler?: Record<string, Input<string>>;
  /** Keys of the ConfigMap `config-certmanager` in `knative-serving`, over the release's own. Defaults to none. */
  certmanager?: Record<string, Input<string>>;
  /** Keys of the ConfigMap `config-defaults` in `knative-serving`, over the release's own. Defaults to none. */
  defaults?: Record<string, Input<string>>;
  /** Keys of the ConfigMap `config-deployment` in `knative-serving`, over the release's own. Defaults to none. */
  deployment?: Record<string, Input<string>>;
  /** Keys of the ConfigMap `config-domain` in `knative-serving`, over the release's own. Defaults to none. */
  domain?: Record<string, Input<string>>;
  /** Keys of the ConfigMap `config-features` in `knative-serving`, over the release's own. Defaults to none. */
  features?: Record<string, Input<string>>;
  /** Keys of the ConfigMap `config-gc` in `knative-serving`, over the release's own. Defaults to none. */
  gc?: Record<string, Input<string>>;
  /** Keys of the ConfigMap `config-kourier` in `knative-serving`, over the release's own. Defaults to none. */
  kourier?: Record<string, Input<string>>;
  /** Keys of the ConfigMap `config-leader-election` in `knative-serving`, over the release's own. Defaults to none. */
  leaderElection?: Record<string, Input<string>>;
  /** Keys of the ConfigMap `config-logging` in `knative-serving`, over the release's own. Defaults to none. */
  logging?: Record<string, Input<string>>;
  /** Keys of the ConfigMap `config-network` in `knative-serving`, over the release's own. Defaults to none. */
  network?: Record<string, Input<string>>;
  /** Keys of the ConfigMap `config-observability` in `knative-serving`, over the release's own. Defaults to none. */
  observability?: Record<string, Input<string>>;
  /** Keys of the ConfigMap `config-tracing` in `knative-serving`, over the release's own. Defaults to none. */
  tracing?: Record<string, Input<string>>;
}

/** Settings of every Deployment of the installation, e.g. for small clusters. */
export interface KnativeWorkloadsArgs {
  /** CPU request of each container, e.g. `10m`. Defaults to the release's own (30m to 300m). */
  cpu?: Input<string>;
  /** Memory request of each container, e.g. `20Mi`. Defaults to the release's own (40Mi to 200Mi). */
  memory?: Input<string>;
  /** Time that a Pod of Knative gets to end, in seconds. Defaults to the release's own, up to 600; a short one makes destroy quick. */
  terminationGracePeriodSeconds?: Input<number>;
}

/**
 * Type of a Kubernetes Service.
 *
 * - `LoadBalancer`: An address from the cloud's load balancer.
 * - `NodePort`: A port on each node.
 * - `ClusterIP`: Reached inside the cluster, or at `externalIPs`.
 */
export type KnativeServiceType = "LoadBalancer" | "NodePort" | "ClusterIP";

/** How the ingress gateway is reached. */
export interface KnativeIngressServiceArgs {
  /** Type of the ingress gateway's Service. Defaults to `LoadBalancer`, and with `externalIPs` to `ClusterIP`. */
  type?: Input<KnativeServiceType>;
  /** Addresses of nodes at which the gateway also answers, for clusters without a load balancer. Defaults to none. */
  externalIPs?: Input<string>[];
}

/** The network layer, Kourier. */
export interface KnativeIngressArgs {
  /** The Kubernetes Service in front of the Kourier gateway. */
  service?: KnativeIngressServiceArgs;
}

/**
 * A version of Knative that this package can install.
 *
 * - `1.23.0`: Knative Serving 1.23.0 with Kourier.
 */
export type KnativeVersion = "1.23.0";
