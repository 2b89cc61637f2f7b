// Knative Eventing's ConfigMaps with their known keys, and its feature flags with their allowed values.

/** A property is spelled so that it is a name in every language of Pulumi. `config-features` is the argument `features`. */
export const eventingMaps = {
  brokerDefaults: "config-br-defaults",
  brokerDefaultChannel: "config-br-default-channel",
  channelDefaults: "default-ch-webhook",
  inMemoryDispatcher: "config-imc-event-dispatcher",
  kreferenceMapping: "config-kreference-mapping",
  leaderElection: "config-leader-election",
  logging: "config-logging",
  observability: "config-observability",
  pingDefaults: "config-ping-defaults",
  sugar: "config-sugar",
} as const;

export type EventingMapProperty = keyof typeof eventingMaps;

const words = (text: string) => text.trim().split(/\s+/);

/** Keys that the release documents or its Go sources read (eventing v0.50: pkg/apis/config, pkg/apis/sources/config, pkg/inmemorychannel). */
export const eventingKeys: Record<EventingMapProperty, string[]> = {
  brokerDefaults: ["default-br-config"],
  brokerDefaultChannel: ["channel-template-spec"],
  channelDefaults: ["default-ch-config"],
  inMemoryDispatcher: words("MaxIdleConnections MaxIdleConnectionsPerHost"),
  kreferenceMapping: [],
  leaderElection: words("buckets lease-duration renew-deadline retry-period"),
  logging: words("klog-verbosity zap-logger-config"),
  observability: words(`
    metrics-endpoint metrics-export-interval metrics-protocol runtime-export-interval runtime-profiling
    sink-event-error-reporting.enable tracing-endpoint tracing-protocol tracing-sampling-rate`),
  pingDefaults: ["data-max-size"],
  sugar: words("namespace-selector trigger-selector"),
};

/** Keys with a part that the user names. */
export const eventingPatterns: Partial<Record<EventingMapProperty, { pattern: RegExp; form: string }>> = {
  kreferenceMapping: { pattern: /^\w+\.\w+(\.[-\w.]+)?$/, form: "<Kind>.<version>.<group>" },
  leaderElection: { pattern: /^map-lease-prefix\.[-\w.]+$/, form: "map-lease-prefix.<name>" },
  logging: { pattern: /^loglevel\.[-\w]+$/, form: "loglevel.<component>" },
};

/** Source: eventing v0.50, pkg/apis/feature/flag_names.go. */
export const eventingFlags = words(`
  authentication-oidc cross-namespace-event-links default-authorization-mode delivery-retryafter delivery-timeout
  eventtype-auto-create kreference-group kreference-mapping new-apiserversource-filters oidc-discovery-base-url
  requestreply-default-timeout transport-encryption`);

const ofMode: Record<string, string[]> = {
  "transport-encryption": words("disabled permissive strict"),
  "default-authorization-mode": words("allow-all deny-all allow-same-namespace"),
};

/** Undefined for a flag with free text. Knative compares values case-insensitively. */
export function valuesOfEventing(flag: string): string[] | undefined {
  if (flag === "oidc-discovery-base-url" || flag === "requestreply-default-timeout") return undefined;
  return ofMode[flag] ?? words("enabled disabled");
}
