// Generated from the schemas by `npm run generate`; do not edit.
import type { Input } from "@pulumi/pulumi";
import type { RegistryLoginArgs } from "../events/eventArgs.gen";

/** Arguments of Knative. */
export interface KnativeArgs {
  /** Version of Knative to install. Defaults to the newest that this package supports. */
  version?: KnativeVersion;
  /** True uses a Knative that was installed by others: nothing is installed or changed, the outputs are read from the cluster, and `version`, `domain`, `ingress` and `features`, if set, must match it. Defaults to false. */
  existing?: boolean;
  /** Where the release manifests are. Defaults to the Go module `knative.dev/operator` at the version that this package pins with its checksum, fetched with `go mod download`. */
  manifests?: KnativeManifestsArgs;
  /** Domain under which public functions are served, as `<function>.<namespace>.<domain>`. Defaults to `example.com`. */
  domain?: Input<string>;
  /** The network layer. Defaults to `kourier`. */
  ingress?: KnativeIngressArgs;
  /** Installs Knative Eventing too, which brokers, triggers, event sources and flows require; `{}` uses the release's own settings. Defaults to none: Serving alone. */
  eventing?: KnativeEventingArgs;
  /** Programs of this package that run alongside Knative: the queue scaler, the controller of Function objects. Defaults to none. */
  extensions?: KnativeExtensionsArgs;
  /** TLS settings; keys in `config` take precedence. */
  tls?: KnativeTlsArgs;
  /** Images to use in place of the released ones, for clusters that can't pull those: released name without digest (e.g. `gcr.io/knative-releases/knative.dev/serving/cmd/queue`) to a reference by digest. Applied wherever an image is referenced. Defaults to the map in the JSON file that the configuration `knative-faas:images` names, else to the released images. */
  images?: Record<string, Input<string>>;
  /** Mirror to pull every image from: it replaces the registry in the released name, while path and digest stay, as in `mirror.example.com/knative-releases/knative.dev/serving/cmd/queue@sha256:...`. `images` takes precedence. Defaults to the released registries. */
  imageRegistry?: string;
  /** Login that Knative's own Pods use to pull from the registry of `imageRegistry`, or else from the one registry that all of `images` are in (stored in the Secret `knative-faas-registry` in each of their namespaces). Pods in other namespaces need their own: those of a function, including the queue-proxy, use its `registryLogin` or `pullSecrets`, those of an `apiServer` source their service account. Defaults to none. */
  registryLogin?: KnativeRegistryLoginArgs;
  /** Number of Pods of each Deployment of Knative, or its minimum if an autoscaler sets the number. With two or more, Knative keeps working while a node is down. Defaults to the release's own, 1. */
  replicas?: number;
  /** Requests and termination of Knative's own Pods. */
  workloads?: KnativeWorkloadsArgs;
  /** Feature flags of Knative (the ConfigMap `config-features`), each `enabled`, `allowed` or `disabled`: `autodetect-http2`, `kubernetes.containerspec-addcapabilities`, `kubernetes.podspec-affinity`, `kubernetes.podspec-dnsconfig`, `kubernetes.podspec-dnspolicy`, `kubernetes.podspec-fieldref`, `kubernetes.podspec-hostaliases`, `kubernetes.podspec-hostipc`, `kubernetes.podspec-hostnetwork`, `kubernetes.podspec-hostpid`, `kubernetes.podspec-init-containers`, `kubernetes.podspec-nodeselector`, `kubernetes.podspec-persistent-volume-claim`, `kubernetes.podspec-persistent-volume-write`, `kubernetes.podspec-priorityclassname`, `kubernetes.podspec-runtimeclassname`, `kubernetes.podspec-schedulername`, `kubernetes.podspec-securitycontext`, `kubernetes.podspec-shareprocessnamespace`, `kubernetes.podspec-tolerations`, `kubernetes.podspec-topologyspreadconstraints`, `kubernetes.podspec-volumes-csi`, `kubernetes.podspec-volumes-emptydir`, `kubernetes.podspec-volumes-ephemeral`, `kubernetes.podspec-volumes-hostpath`, `kubernetes.podspec-volumes-image`, `kubernetes.podspec-volumes-mount-propagation`, `multi-container`, `multi-container-probing`, `queueproxy.mount-podinfo`, `queueproxy.resource-defaults`, `secure-pod-defaults`, `tag-header-based-routing`. Defaults to the release's own. */
  features?: Record<string, Input<string>>;
  /** Settings in Knative's ConfigMaps; keys that the release does not know are rejected. */
  config?: KnativeConfigArgs;
}

/** Knative's ConfigMaps in `knative-serving`, by their names in camel case; all values are strings, as in a ConfigMap. */
export interface KnativeConfigArgs {
  /** Keys of the ConfigMap `config-autoscaler` in `knative-serving`, overriding the release's own: `activator-capacity`, `allow-zero-initial-scale`, `container-concurrency-target-default`, `container-concurrency-target-percentage`, `enable-scale-to-zero`, `initial-scale`, `max-scale`, `max-scale-down-rate`, `max-scale-limit`, `max-scale-up-rate`, `min-scale`, `panic-threshold-percentage`, `panic-window-percentage`, `pod-autoscaler-class`, `requests-per-second-target-default`, `scale-down-delay`, `scale-to-zero-grace-period`, `scale-to-zero-pod-retention-period`, `stable-window`, `target-burst-capacity`. Defaults to none. */
  autoscaler?: Record<string, Input<string>>;
  /** Keys of the ConfigMap `config-certmanager` in `knative-serving`, overriding the release's own: `clusterLocalIssuerRef`, `issuerRef`, `systemInternalIssuerRef`. Defaults to none. */
  certmanager?: Record<string, Input<string>>;
  /** Keys of the ConfigMap `config-contour` in `knative-serving`, overriding the release's own: `cors-policy`, `default-tls-secret`, `timeout-policy-idle`, `timeout-policy-response`, `visibility`. Defaults to none. */
  contour?: Record<string, Input<string>>;
  /** Keys of the ConfigMap `config-defaults` in `knative-serving`, overriding the release's own: `allow-container-concurrency-zero`, `container-concurrency`, `container-concurrency-max-limit`, `container-name-template`, `enable-service-links`, `init-container-name-template`, `max-revision-timeout-seconds`, `revision-cpu-limit`, `revision-cpu-request`, `revision-ephemeral-storage-limit`, `revision-ephemeral-storage-request`, `revision-idle-timeout-seconds`, `revision-memory-limit`, `revision-memory-request`, `revision-response-start-timeout-seconds`, `revision-timeout-seconds`. Defaults to none. */
  defaults?: Record<string, Input<string>>;
  /** Keys of the ConfigMap `config-deployment` in `knative-serving`, overriding the release's own: `default-affinity-type`, `digest-resolution-timeout`, `pod-is-always-schedulable`, `progress-deadline`, `queue-sidecar-cpu-limit`, `queue-sidecar-cpu-request`, `queue-sidecar-ephemeral-storage-limit`, `queue-sidecar-ephemeral-storage-request`, `queue-sidecar-image`, `queue-sidecar-memory-limit`, `queue-sidecar-memory-request`, `queue-sidecar-rootca`, `queue-sidecar-tls-cipher-suites`, `queue-sidecar-tls-curve-preferences`, `queue-sidecar-tls-max-version`, `queue-sidecar-tls-min-version`, `queue-sidecar-token-audiences`, `registries-skipping-tag-resolving`, `runtime-class-name`. Defaults to none. */
  deployment?: Record<string, Input<string>>;
  /** Keys of the ConfigMap `config-domain` in `knative-serving`, overriding the release's own: a domain name. Defaults to none. */
  domain?: Record<string, Input<string>>;
  /** Keys of the ConfigMap `config-gateway` in `knative-serving`, overriding the release's own: `external-gateways`, `local-gateways`. Defaults to none. */
  gateway?: Record<string, Input<string>>;
  /** Keys of the ConfigMap `config-gc` in `knative-serving`, overriding the release's own: `max-non-active-revisions`, `min-non-active-revisions`, `retain-since-create-time`, `retain-since-last-active-time`. Defaults to none. */
  gc?: Record<string, Input<string>>;
  /** Keys of the ConfigMap `config-istio` in `knative-serving`, overriding the release's own: `external-gateways`, `local-gateways`, `gateway.<namespace>.<name>`. Defaults to none. */
  istio?: Record<string, Input<string>>;
  /** Keys of the ConfigMap `config-kourier` in `knative-serving`, overriding the release's own: `certs-secret-name`, `certs-secret-namespace`, `cipher-suites`, `cluster-cert-secret`, `disable-envoy-server-header`, `enable-cryptomb`, `enable-proxy-protocol`, `enable-service-access-logging`, `extauthz-failure-mode-allow`, `extauthz-host`, `extauthz-max-request-body-bytes`, `extauthz-pack-as-byte`, `extauthz-path-prefix`, `extauthz-protocol`, `extauthz-timeout`, `service-access-log-template`, `stream-idle-timeout`, `tracing-endpoint`, `tracing-protocol`, `tracing-sampling-rate`, `tracing-service-name`, `trusted-hops-count`, `use-remote-address`. Defaults to none. */
  kourier?: Record<string, Input<string>>;
  /** Keys of the ConfigMap `config-leader-election` in `knative-serving`, overriding the release's own: `buckets`, `lease-duration`, `renew-deadline`, `retry-period`, `map-lease-prefix.<name>`. Defaults to none. */
  leaderElection?: Record<string, Input<string>>;
  /** Keys of the ConfigMap `config-logging` in `knative-serving`, overriding the release's own: `zap-logger-config`, `loglevel.<component>`. Defaults to none. */
  logging?: Record<string, Input<string>>;
  /** Keys of the ConfigMap `config-network` in `knative-serving`, overriding the release's own: `auto-tls`, `autocreate-cluster-domain-claims`, `certificate-class`, `cluster-local-domain-tls`, `default-external-scheme`, `domain-template`, `enable-mesh-pod-addressability`, `external-domain-tls`, `http-protocol`, `ingress-class`, `internal-encryption`, `mesh-compatibility-mode`, `namespace-wildcard-cert-selector`, `rollout-duration`, `system-internal-tls`, `tag-template`. Defaults to none. */
  network?: Record<string, Input<string>>;
  /** Keys of the ConfigMap `config-observability` in `knative-serving`, overriding the release's own: `logging.enable-probe-request-log`, `logging.enable-request-log`, `logging.enable-var-log-collection`, `logging.request-log-template`, `logging.revision-url-template`, `metrics-endpoint`, `metrics-export-interval`, `metrics-protocol`, `request-metrics-endpoint`, `request-metrics-export-interval`, `request-metrics-protocol`, `runtime-export-interval`, `runtime-profiling`, `tracing-endpoint`, `tracing-protocol`, `tracing-sampling-rate`. Defaults to none. */
  observability?: Record<string, Input<string>>;
}

/** Settings of every Deployment of the installation, e.g. for small clusters. */
export interface KnativeWorkloadsArgs {
  /** CPU request of each container, e.g. `10m`. Defaults to the release's own (30m to 300m). */
  cpu?: Input<string>;
  /** Memory request of each container, e.g. `20Mi`. Defaults to the release's own (40Mi to 200Mi). */
  memory?: Input<string>;
  /** Time that a Pod of Knative gets to terminate, in seconds. Defaults to the release's own, up to 600; a shorter one speeds up destroy. */
  terminationGracePeriodSeconds?: Input<number>;
}

/** Credentials for pulling images. */
export interface KnativeRegistryLoginArgs {
  /** User of the registry. */
  username: Input<string>;
  /** Password or token. It is encrypted in the state. */
  password: Input<string>;
}

/**
 * Kind of cert-manager's issuer.
 *
 * - `ClusterIssuer`: For all namespaces.
 * - `Issuer`: For its own namespace only.
 */
export type KnativeIssuerKind = "ClusterIssuer" | "Issuer";

/** A cert-manager issuer, which must already exist in the cluster. */
export interface KnativeIssuerArgs {
  /** Name of cert-manager's issuer. Required. */
  name: Input<string>;
  /** Kind of cert-manager's issuer. Defaults to `ClusterIssuer`. */
  kind?: Input<KnativeIssuerKind>;
}

/** TLS of functions and of Knative's own parts. cert-manager must already be in the cluster. */
export interface KnativeTlsArgs {
  /** True encrypts public functions, by the key `external-domain-tls` of `config-network`. Defaults to false. */
  externalDomain?: Input<boolean>;
  /** True encrypts cluster-local functions, by the key `cluster-local-domain-tls` of `config-network`. Defaults to false. */
  clusterLocalDomain?: Input<boolean>;
  /** True encrypts traffic between gateway, activator and function, by the key `system-internal-tls` of `config-network`. Defaults to false. */
  systemInternal?: Input<boolean>;
  /** True redirects plain HTTP of public functions to HTTPS, by the key `http-protocol` of `config-network`. Defaults to false. */
  redirectHttp?: Input<boolean>;
  /** Issues the certificates of public functions, by `issuerRef` of `config-certmanager`. */
  externalDomainIssuer?: KnativeIssuerArgs;
  /** Issues the certificates inside the cluster, by `clusterLocalIssuerRef` of `config-certmanager`. */
  clusterLocalIssuer?: KnativeIssuerArgs;
  /** Issues the certificates of Knative's own parts, by `systemInternalIssuerRef` of `config-certmanager`. */
  systemInternalIssuer?: KnativeIssuerArgs;
}

/** Deploys `Function` objects (`functions.knative-faas.dev`), for users of kubectl or GitOps: with the same fields as the component, and the same resulting objects. */
export interface KnativeFunctionControllerArgs {
  /** Image of the program, by digest. Defaults to one that is built and pushed to `registry`. */
  image?: Input<string>;
  /** Image of the program that serves `triggers.kafka` of such functions, by digest. Defaults to one that is built and pushed to `registry`. */
  kafkaSourceImage?: Input<string>;
  /** Image of the program that serves `replies` of the other triggers of such functions, by digest. Defaults to one that is built and pushed to `registry`. */
  kafkaRepliesImage?: Input<string>;
  /** Image of the program that serves `triggers.mqtt` of such functions, by digest. Defaults to one that is built and pushed to `registry`. */
  mqttSourceImage?: Input<string>;
  /** Image of the program that serves `triggers.redis` of such functions, by digest. Defaults to one that is built and pushed to `registry`. */
  redisSourceImage?: Input<string>;
  /** Number of Pods, one of which is active while the others stand by. Defaults to 1. */
  replicas?: Input<number>;
  /** CPU request of a Pod, e.g. `10m`. Defaults to `10m`. */
  cpu?: Input<string>;
  /** Memory request of a Pod, e.g. `48Mi`; its limit is `256Mi`, or the request when that is larger. Defaults to `48Mi`. */
  memory?: Input<string>;
}

/** Scales functions by the length of a queue (`scale.queue` of Function). It may read Knative Services, read and patch revisions, write events and its own leases; each function with a login adds permission to read just those Secrets. */
export interface KnativeQueueScalerArgs {
  /** Image of the program, by digest. Defaults to one that is built and pushed to `registry`. */
  image?: Input<string>;
  /** Number of Pods, one of which is active while the others stand by. Defaults to 1. */
  replicas?: Input<number>;
  /** CPU request of a Pod, e.g. `10m`. Defaults to `10m`. */
  cpu?: Input<string>;
  /** Memory request of a Pod, e.g. `48Mi`; its limit is `256Mi`, or the request when that is larger. Defaults to `48Mi`. */
  memory?: Input<string>;
}

/** Programs of this package that run in the namespace `knative-faas`, also alongside an existing Knative. */
export interface KnativeExtensionsArgs {
  /** Installs the queue scaler; `{}` uses the defaults. Defaults to none. */
  queueScaler?: KnativeQueueScalerArgs;
  /** Installs the definition of `Function` objects and their controller; `{}` uses the defaults. Defaults to none. */
  functionController?: KnativeFunctionControllerArgs;
  /** Where the images of these programs are pushed, without a scheme, e.g. `ghcr.io/acme`. Defaults to the configuration `knative-faas:registry`, else to the variable `KO_DOCKER_REPO`; one of the three is required unless every image is set. */
  registry?: Input<string>;
  /** Login to push the images, and for the Pods to pull them (the Secret `registry` of the namespace). Defaults to Docker's on this machine for pushing, and to nothing for pulling. */
  registryLogin?: RegistryLoginArgs;
}

/** Knative's control plane for Apache Kafka: Broker class `Kafka`, KafkaSource, KafkaChannel and KafkaSink. */
export interface KnativeKafkaArgs {
  /** Addresses of the Kafka cluster for brokers and channels, as `host:port`, with commas. Required. */
  bootstrapServers: Input<string>;
  /** Whether the dispatchers of KafkaSource are installed with the control plane; they are Java programs and request more memory. Defaults to true. */
  dataPlane?: boolean;
}

/** Knative's ConfigMaps in `knative-eventing`, by their names in camel case; all values are strings, as in a ConfigMap. */
export interface KnativeEventingConfigArgs {
  /** Keys of the ConfigMap `config-br-defaults` in `knative-eventing`, overriding the release's own: `default-br-config`. Defaults to none. */
  brokerDefaults?: Record<string, Input<string>>;
  /** Keys of the ConfigMap `config-br-default-channel` in `knative-eventing`, overriding the release's own: `channel-template-spec`. Defaults to none. */
  brokerDefaultChannel?: Record<string, Input<string>>;
  /** Keys of the ConfigMap `default-ch-webhook` in `knative-eventing`, overriding the release's own: `default-ch-config`. Defaults to none. */
  channelDefaults?: Record<string, Input<string>>;
  /** Keys of the ConfigMap `config-imc-event-dispatcher` in `knative-eventing`, overriding the release's own: `MaxIdleConnections`, `MaxIdleConnectionsPerHost`. Defaults to none. */
  inMemoryDispatcher?: Record<string, Input<string>>;
  /** Keys of the ConfigMap `config-kreference-mapping` in `knative-eventing`, overriding the release's own: `<Kind>.<version>.<group>`. Defaults to none. */
  kreferenceMapping?: Record<string, Input<string>>;
  /** Keys of the ConfigMap `config-leader-election` in `knative-eventing`, overriding the release's own: `buckets`, `lease-duration`, `renew-deadline`, `retry-period`, `map-lease-prefix.<name>`. Defaults to none. */
  leaderElection?: Record<string, Input<string>>;
  /** Keys of the ConfigMap `config-logging` in `knative-eventing`, overriding the release's own: `klog-verbosity`, `zap-logger-config`, `loglevel.<component>`. Defaults to none. */
  logging?: Record<string, Input<string>>;
  /** Keys of the ConfigMap `config-observability` in `knative-eventing`, overriding the release's own: `metrics-endpoint`, `metrics-export-interval`, `metrics-protocol`, `runtime-export-interval`, `runtime-profiling`, `sink-event-error-reporting.enable`, `tracing-endpoint`, `tracing-protocol`, `tracing-sampling-rate`. Defaults to none. */
  observability?: Record<string, Input<string>>;
  /** Keys of the ConfigMap `config-ping-defaults` in `knative-eventing`, overriding the release's own: `data-max-size`. Defaults to none. */
  pingDefaults?: Record<string, Input<string>>;
  /** Keys of the ConfigMap `config-sugar` in `knative-eventing`, overriding the release's own: `namespace-selector`, `trigger-selector`. Defaults to none. */
  sugar?: Record<string, Input<string>>;
}

/** Knative Eventing: brokers, triggers, channels and sources, with the in-memory channel and the broker on channels (class `MTChannelBasedBroker`). */
export interface KnativeEventingArgs {
  /** Feature flags of Eventing (`config-features` in `knative-eventing`): `authentication-oidc`, `cross-namespace-event-links`, `default-authorization-mode`, `delivery-retryafter`, `delivery-timeout`, `eventtype-auto-create`, `kreference-group`, `kreference-mapping`, `new-apiserversource-filters`, `oidc-discovery-base-url`, `requestreply-default-timeout`, `transport-encryption`. Components of this stack turn on the flags that they need. Defaults to the release's own. */
  features?: Record<string, Input<string>>;
  /** Settings in Eventing's ConfigMaps; keys that the release does not know are rejected. */
  config?: KnativeEventingConfigArgs;
  /** Installs the control plane for Apache Kafka. Defaults to none. */
  kafka?: KnativeKafkaArgs;
}

/** Knative's controller for Gateway API. The cluster must already have an implementation of the Gateway API, with its CRDs and its gateway. */
export interface KnativeGatewayApiArgs {
  /** Service of the existing gateway, as `namespace/name`: the output `address` is read from it. Defaults to `istio-system/istio-ingressgateway`. */
  gatewayService?: string;
}

/** Knative's controller for Istio. The cluster must already have Istio, with its CRDs and its gateway. */
export interface KnativeIstioArgs {
  /** Service of the existing gateway, as `namespace/name`: the output `address` is read from it. Defaults to `istio-system/istio-ingressgateway`. */
  gatewayService?: string;
}

/** Knative's controller for Contour. The cluster must already have Contour, with its CRDs and its gateway. */
export interface KnativeContourArgs {
  /** Service of the existing gateway, as `namespace/name`: the output `address` is read from it. Defaults to `contour-external/envoy`. */
  gatewayService?: string;
}

/**
 * Type of a Kubernetes Service.
 *
 * - `LoadBalancer`: An address from the cloud's load balancer.
 * - `NodePort`: A port on each node.
 * - `ClusterIP`: Reachable inside the cluster, or at `externalIPs`.
 */
export type KnativeServiceType = "LoadBalancer" | "NodePort" | "ClusterIP";

/** How the ingress gateway is reached. */
export interface KnativeIngressServiceArgs {
  /** Type of the ingress gateway's Service. Defaults to `LoadBalancer`, and with `externalIPs` to `ClusterIP`. */
  type?: Input<KnativeServiceType>;
  /** Addresses of nodes at which the gateway is also served, for clusters without a load balancer. Defaults to none. */
  externalIPs?: Input<string>[];
}

/** Kourier, installed with its gateway. */
export interface KnativeKourierArgs {
  /** The Kubernetes Service in front of the Kourier gateway. */
  service?: KnativeIngressServiceArgs;
}

/** The network layer; exactly one property is set. */
export interface KnativeIngressArgs {
  /** Installs Kourier with its gateway. */
  kourier?: KnativeKourierArgs;
  /** Installs Knative's controller for an existing Contour. */
  contour?: KnativeContourArgs;
  /** Installs Knative's controller for an existing Istio. */
  istio?: KnativeIstioArgs;
  /** Installs Knative's controller for an existing Gateway API. */
  gatewayApi?: KnativeGatewayApiArgs;
}

/** A manifest file and its checksum. */
export interface KnativeManifestUrlArgs {
  /** URL of the file. Required. */
  url: string;
  /** SHA-256 of the file in hexadecimal, as printed by `sha256sum`: a file with other content is rejected. Required. */
  sha256: string;
}

/** Where the release manifests are; exactly one property is set. */
export interface KnativeManifestsArgs {
  /** Directory laid out as `cmd/operator/kodata` of the Go module `knative.dev/operator`. Defaults to none. */
  directory?: string;
  /** Manifest files to download, in the order in which they are read: those of Knative Serving with its CRDs, and that of the network layer. A file is cached below `~/.cache/knative-faas/manifests` and not requested again. Defaults to none. */
  urls?: KnativeManifestUrlArgs[];
}

/**
 * A version of Knative that this package can install.
 *
 * - `1.22.1`: Knative Serving 1.22.1.
 * - `1.23.0`: Knative Serving 1.23.0.
 */
export type KnativeVersion = "1.22.1" | "1.23.0";
