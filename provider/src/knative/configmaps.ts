// The ConfigMaps of Knative Serving and Kourier that a user may set, by their names without `config-`.

export const configMapNames = [
  "autoscaler",
  "certmanager",
  "defaults",
  "deployment",
  "domain",
  "features",
  "gc",
  "kourier",
  "leader-election",
  "logging",
  "network",
  "observability",
  "tracing",
] as const;

export type ConfigMapName = (typeof configMapNames)[number];
