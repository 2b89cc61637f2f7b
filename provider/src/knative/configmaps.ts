// The ConfigMaps of Knative Serving and of its network layers that a user may set, with their known keys.
import type { LayerName } from "../features/networkLayers";

/** A property is spelled so that it is a name in every language of Pulumi. `config-features` is the argument `features`. */
export const configMaps = {
  autoscaler: "config-autoscaler",
  certmanager: "config-certmanager",
  contour: "config-contour",
  defaults: "config-defaults",
  deployment: "config-deployment",
  domain: "config-domain",
  gateway: "config-gateway",
  gc: "config-gc",
  istio: "config-istio",
  kourier: "config-kourier",
  leaderElection: "config-leader-election",
  logging: "config-logging",
  network: "config-network",
  observability: "config-observability",
} as const;

export type ConfigMapProperty = keyof typeof configMaps;

/** The ConfigMaps that exist only with one network layer. */
export const layerOfConfigMap: Partial<Record<ConfigMapProperty, LayerName>> = {
  contour: "contour",
  gateway: "gatewayApi",
  istio: "istio",
  kourier: "kourier",
};

const words = (text: string) => text.trim().split(/\s+/);

/**
 * Keys that the release documents (`_example` in its manifests) or its Go sources read. serving v0.50:
 * pkg/autoscaler/config, pkg/apis/config/defaults.go, pkg/deployment, pkg/gc, pkg/reconciler/certificate/config;
 * knative.dev/networking: pkg/config; knative.dev/pkg: observability, leaderelection, logging.
 */
export const knownKeys: Record<ConfigMapProperty, string[]> = {
  autoscaler: words(`
    activator-capacity allow-zero-initial-scale container-concurrency-target-default
    container-concurrency-target-percentage enable-scale-to-zero initial-scale max-scale max-scale-down-rate
    max-scale-limit max-scale-up-rate min-scale panic-threshold-percentage panic-window-percentage
    pod-autoscaler-class requests-per-second-target-default scale-down-delay scale-to-zero-grace-period
    scale-to-zero-pod-retention-period stable-window target-burst-capacity`),
  certmanager: words("clusterLocalIssuerRef issuerRef systemInternalIssuerRef"),
  contour: words("cors-policy default-tls-secret timeout-policy-idle timeout-policy-response visibility"),
  defaults: words(`
    allow-container-concurrency-zero container-concurrency container-concurrency-max-limit container-name-template
    enable-service-links init-container-name-template max-revision-timeout-seconds revision-cpu-limit
    revision-cpu-request revision-ephemeral-storage-limit revision-ephemeral-storage-request
    revision-idle-timeout-seconds revision-memory-limit revision-memory-request
    revision-response-start-timeout-seconds revision-timeout-seconds`),
  deployment: words(`
    default-affinity-type digest-resolution-timeout pod-is-always-schedulable progress-deadline
    queue-sidecar-cpu-limit queue-sidecar-cpu-request queue-sidecar-ephemeral-storage-limit
    queue-sidecar-ephemeral-storage-request queue-sidecar-image queue-sidecar-memory-limit
    queue-sidecar-memory-request queue-sidecar-rootca queue-sidecar-tls-cipher-suites
    queue-sidecar-tls-curve-preferences queue-sidecar-tls-max-version queue-sidecar-tls-min-version
    queue-sidecar-token-audiences registries-skipping-tag-resolving runtime-class-name`),
  domain: [],
  gateway: words("external-gateways local-gateways"),
  gc: words("max-non-active-revisions min-non-active-revisions retain-since-create-time retain-since-last-active-time"),
  istio: words("external-gateways local-gateways"),
  kourier: words(`
    certs-secret-name certs-secret-namespace cipher-suites cluster-cert-secret disable-envoy-server-header
    enable-cryptomb enable-proxy-protocol enable-service-access-logging extauthz-failure-mode-allow extauthz-host
    extauthz-max-request-body-bytes extauthz-pack-as-byte extauthz-path-prefix extauthz-protocol extauthz-timeout
    service-access-log-template stream-idle-timeout tracing-endpoint tracing-protocol tracing-sampling-rate
    tracing-service-name trusted-hops-count use-remote-address`),
  leaderElection: words("buckets lease-duration renew-deadline retry-period"),
  logging: words("zap-logger-config"),
  network: words(`
    auto-tls autocreate-cluster-domain-claims certificate-class cluster-local-domain-tls default-external-scheme
    domain-template enable-mesh-pod-addressability external-domain-tls http-protocol ingress-class
    internal-encryption mesh-compatibility-mode namespace-wildcard-cert-selector rollout-duration
    system-internal-tls tag-template`),
  observability: words(`
    logging.enable-probe-request-log logging.enable-request-log logging.enable-var-log-collection
    logging.request-log-template logging.revision-url-template metrics-endpoint metrics-export-interval
    metrics-protocol request-metrics-endpoint request-metrics-export-interval request-metrics-protocol
    runtime-export-interval runtime-profiling tracing-endpoint tracing-protocol tracing-sampling-rate`),
};

/** Keys with a part that the user names. */
export const keyPatterns: Partial<Record<ConfigMapProperty, { pattern: RegExp; form: string }>> = {
  domain: { pattern: /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/, form: "a domain name" },
  istio: { pattern: /^(local-)?gateway\.[a-z0-9][-a-z0-9.]*$/, form: "gateway.<namespace>.<name>" },
  leaderElection: { pattern: /^map-lease-prefix\.[-\w.]+$/, form: "map-lease-prefix.<name>" },
  logging: { pattern: /^loglevel\.[-\w]+$/, form: "loglevel.<component>" },
};
