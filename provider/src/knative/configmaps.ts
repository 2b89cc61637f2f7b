// The ConfigMaps of Knative Serving and Kourier that a user may set, by the property that sets them.

/** A property is spelled so that it is a name in every language of Pulumi. */
export const configMaps = {
  autoscaler: "config-autoscaler",
  certmanager: "config-certmanager",
  defaults: "config-defaults",
  deployment: "config-deployment",
  domain: "config-domain",
  features: "config-features",
  gc: "config-gc",
  kourier: "config-kourier",
  leaderElection: "config-leader-election",
  logging: "config-logging",
  network: "config-network",
  observability: "config-observability",
  tracing: "config-tracing",
} as const;

export type ConfigMapProperty = keyof typeof configMaps;
