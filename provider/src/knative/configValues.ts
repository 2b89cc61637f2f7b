// Checks the values of Knative's ConfigMaps as its webhook does.
import { load } from "js-yaml";
import { quantity as quantityText } from "../input/names";
import { type Problem, show } from "../input/problems";

/** Returns the expectation that a value violates. */
type Check = (value: string) => string | undefined;

const expect =
  (expectation: string, holds: (value: string) => boolean): Check =>
  (value) =>
    holds(value) ? undefined : expectation;

/** strconv.ParseFloat and ParseInt, except for unusual forms. */
const isNumber = (value: string) =>
  /^[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?$/.test(value) && Number.isFinite(Number(value));
const isInteger = (value: string) => /^[-+]?\d{1,18}$/.test(value);

const number = (least: number, most = Number.POSITIVE_INFINITY) =>
  expect(
    `a number ${bounds(least, most)}`,
    (value) => isNumber(value) && Number(value) >= least && Number(value) <= most,
  );
const above = (least: number) => expect(`a number above ${least}`, (value) => isNumber(value) && Number(value) > least);
const integer = (least: number, most = Number.POSITIVE_INFINITY) =>
  expect(
    `a whole number ${bounds(least, most)}`,
    (value) => isInteger(value) && Number(value) >= least && Number(value) <= most,
  );

const bounds = (least: number, most: number) =>
  most === Number.POSITIVE_INFINITY ? `of at least ${least}` : `from ${least} to ${most}`;

/** strconv.ParseInt of 32 bits: Pods. */
const pods = integer(0, 2 ** 31 - 1);
const anyInteger = expect("a whole number", isInteger);

const units: Record<string, number> = { ns: 1e-9, us: 1e-6, µs: 1e-6, ms: 1e-3, s: 1, m: 60, h: 3600 };

/** time.ParseDuration; undefined for what it does not accept. */
function secondsIn(value: string): number | undefined {
  const [, sign = "", text = ""] = /^([-+]?)(.*)$/s.exec(value) ?? [];
  if (text === "0") return 0;
  if (!/^((\d+(\.\d*)?|\.\d+)(ns|us|µs|ms|s|m|h))+$/.test(text)) return undefined;
  const parts = [...text.matchAll(/([\d.]+)(ns|us|µs|ms|s|m|h)/g)];
  const seconds = parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * (units[unit as string] as number), 0);
  // Nanoseconds have 64 bits.
  if (seconds > 2 ** 63 * 1e-9) return undefined;
  return sign === "-" ? -seconds : seconds;
}

const duration = (range: string, holds: (seconds: number) => boolean) =>
  expect(`a duration${range}, e.g. "60s" or "1h"`, (value) => {
    const seconds = secondsIn(value);
    return seconds !== undefined && holds(seconds);
  });

const longer = duration(" longer than 0", (seconds) => seconds > 0);
const notNegative = duration(" of at least 0", (seconds) => seconds >= 0);
const wholeSeconds = duration(" of whole seconds", (seconds) => seconds >= 0 && Number.isInteger(seconds));

const flag = expect('"true" or "false"', (value) => /^(1|t|T|TRUE|true|True|0|f|F|FALSE|false|False)$/.test(value));
const quantity = expect('a quantity, e.g. "100m" or "64Mi"', (value) => quantityText.safeParse(value).success);
const anyCase = (...all: string[]) =>
  expect(all.map(show).join(" or "), (value) => value === "" || all.includes(value.toLowerCase()));
/** Case-sensitive. */
const exactly = (...all: string[]) => expect(all.map(show).join(" or "), (value) => all.includes(value));
const orDisabled = (check: Check): Check => {
  const found = (value: string) => (value === "" || value.toLowerCase() === "disabled" ? undefined : check(value));
  return (value) => found(value) && `${found(value)}, or "disabled"`;
};

const map = expect('a map in YAML, e.g. "kind: ClusterIssuer"', (value) => {
  const found = yaml(value);
  return found === undefined || found === null || (typeof found === "object" && !Array.isArray(found));
});

/** A symbol, which is no map, for invalid YAML. */
function yaml(value: string): unknown {
  try {
    return load(value);
  } catch {
    return Symbol("no YAML");
  }
}

/** It generates the host names of functions: knative.dev/networking, pkg/config/config.go, checkDomainTemplate. */
const template = expect('a template of a host name, e.g. "{{.Name}}.{{.Namespace}}.{{.Domain}}"', (value) =>
  /^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$/.test(value.trim().replace(/\{\{[^{}]*\}\}/g, "x")),
);

const leaderElection: Record<string, Check> = {
  buckets: integer(1, 10),
  "lease-duration": duration("", () => true),
  "renew-deadline": duration("", () => true),
  "retry-period": duration("", () => true),
};

/** Case-sensitive, as in knative.dev/pkg, observability. */
const metrics = exactly("grpc", "http/protobuf", "prometheus", "none");
const observability: Record<string, Check> = {
  "logging.enable-probe-request-log": flag,
  "logging.enable-request-log": flag,
  "logging.enable-var-log-collection": flag,
  "metrics-export-interval": notNegative,
  "metrics-protocol": metrics,
  "request-metrics-export-interval": notNegative,
  "request-metrics-protocol": metrics,
  "runtime-export-interval": notNegative,
  "runtime-profiling": exactly("enabled", "disabled"),
  "tracing-protocol": exactly("grpc", "http/protobuf", "none", "stdout"),
  "tracing-sampling-rate": number(0, 1),
};

const amounts = (prefix: string) =>
  Object.fromEntries(
    ["cpu", "memory", "ephemeral-storage"].flatMap((kind) => [
      [`${prefix}-${kind}-request`, quantity],
      [`${prefix}-${kind}-limit`, quantity],
    ]),
  );

/**
 * serving v0.50, in the order of cmd/webhook/main.go: pkg/autoscaler/config, gc, networking, deployment, apis/config.
 * net-kourier v0.48, pkg/reconciler/ingress/config. Values that silently turn a switch off are rejected too.
 */
const servingChecks: Record<string, Record<string, Check>> = {
  autoscaler: {
    "activator-capacity": number(1),
    "allow-zero-initial-scale": flag,
    "container-concurrency-target-default": number(0.01),
    "container-concurrency-target-percentage": expect(
      "a number above 0 and of at most 100",
      (value) => isNumber(value) && Number(value) > 0 && Number(value) <= 100,
    ),
    "enable-scale-to-zero": flag,
    "initial-scale": pods,
    "max-scale": pods,
    "max-scale-down-rate": above(1),
    "max-scale-limit": pods,
    "max-scale-up-rate": above(1),
    "min-scale": pods,
    "panic-threshold-percentage": number(110, 1000),
    "panic-window-percentage": number(1, 100),
    "requests-per-second-target-default": number(0.01),
    "scale-down-delay": wholeSeconds,
    "scale-to-zero-grace-period": longer,
    "scale-to-zero-pod-retention-period": notNegative,
    "stable-window": duration(
      " of whole seconds from 6s to 1h",
      (seconds) => seconds >= 6 && seconds <= 3600 && Number.isInteger(seconds),
    ),
    "target-burst-capacity": expect(
      "-1, or a number of at least 0",
      (value) => isNumber(value) && (Number(value) >= 0 || Number(value) === -1),
    ),
  },
  gc: {
    "max-non-active-revisions": orDisabled(integer(0)),
    "min-non-active-revisions": integer(0),
    "retain-since-create-time": orDisabled(notNegative),
    "retain-since-last-active-time": orDisabled(notNegative),
  },
  network: {
    "auto-tls": anyCase("enabled", "disabled"),
    "autocreate-cluster-domain-claims": flag,
    "cluster-local-domain-tls": anyCase("enabled", "disabled"),
    "default-external-scheme": exactly("http", "https"),
    "domain-template": template,
    "enable-mesh-pod-addressability": flag,
    "external-domain-tls": anyCase("enabled", "disabled"),
    "http-protocol": anyCase("enabled", "redirected", "disabled"),
    "internal-encryption": flag,
    "mesh-compatibility-mode": anyCase("auto", "enabled", "disabled"),
    "namespace-wildcard-cert-selector": map,
    "rollout-duration": integer(0),
    "system-internal-tls": anyCase("enabled", "disabled"),
    "tag-template": template,
  },
  deployment: {
    ...amounts("queue-sidecar"),
    "default-affinity-type": exactly("none", "prefer-spread-revision-over-nodes"),
    "digest-resolution-timeout": longer,
    "pod-is-always-schedulable": flag,
    "progress-deadline": duration(
      " of whole seconds, longer than 0",
      (seconds) => seconds > 0 && Number.isInteger(seconds),
    ),
    "queue-sidecar-image": expect("an image", (value) => value.trim() !== ""),
    "runtime-class-name": map,
  },
  defaults: {
    ...amounts("revision"),
    "allow-container-concurrency-zero": flag,
    "container-concurrency": integer(0),
    "container-concurrency-max-limit": integer(1),
    "max-revision-timeout-seconds": integer(0),
    "revision-idle-timeout-seconds": integer(0),
    "revision-response-start-timeout-seconds": integer(0),
    "revision-timeout-seconds": integer(0),
  },
  kourier: {
    "disable-envoy-server-header": flag,
    "enable-cryptomb": flag,
    "enable-proxy-protocol": flag,
    "enable-service-access-logging": flag,
    "extauthz-failure-mode-allow": flag,
    "extauthz-max-request-body-bytes": integer(0, 2 ** 32 - 1),
    "extauthz-pack-as-byte": flag,
    "extauthz-protocol": exactly("grpc", "http", "https"),
    "extauthz-timeout": anyInteger,
    "stream-idle-timeout": notNegative,
    "tracing-protocol": anyCase("grpc", "http/protobuf"),
    "tracing-sampling-rate": number(0, 1),
    "trusted-hops-count": integer(0, 2 ** 32 - 1),
    "use-remote-address": flag,
  },
  certmanager: { clusterLocalIssuerRef: map, issuerRef: map, systemInternalIssuerRef: map },
  leaderElection,
  observability,
};

const levels = anyCase("debug", "info", "warn", "error", "dpanic", "panic", "fatal");

/** Checks of keys that the user names. */
const ofPatterns: Record<string, Check> = { domain: map, logging: levels };

/** eventing v0.50, cmd/webhook/main.go; the others in pkg/apis/config, pkg/apis/sources/config and pkg/inmemorychannel. */
const eventingChecks: Record<string, Record<string, Check>> = {
  brokerDefaults: { "default-br-config": map },
  brokerDefaultChannel: { "channel-template-spec": map },
  channelDefaults: { "default-ch-config": map },
  inMemoryDispatcher: { MaxIdleConnections: anyInteger, MaxIdleConnectionsPerHost: anyInteger },
  leaderElection,
  observability: { ...observability, "sink-event-error-reporting.enable": flag },
  pingDefaults: { "data-max-size": anyInteger },
  sugar: { "namespace-selector": map, "trigger-selector": map },
};

type Maps = Record<string, Record<string, unknown> | undefined>;

export function valueProblems({
  config = {},
  eventing: part,
}: {
  config?: Maps;
  eventing?: { config?: Maps };
}): Problem[] {
  return [
    ...problemsIn("config", config, servingChecks),
    ...problemsIn("eventing.config", part?.config ?? {}, eventingChecks),
  ];
}

function problemsIn(path: string, config: Maps, checks: Record<string, Record<string, Check>>): Problem[] {
  return Object.entries(config).flatMap(([name, values]) =>
    Object.entries(values ?? {}).flatMap(([key, value]) => {
      if (typeof value !== "string") return [];
      const expected = checkOf(checks, name, key)?.(value);
      return expected === undefined
        ? []
        : [{ propertyPath: `${path}.${name}.${key}`, reason: `expected ${expected}, got ${show(value)}` }];
    }),
  );
}

function checkOf(checks: Record<string, Record<string, Check>>, name: string, key: string): Check | undefined {
  const known = Object.hasOwn(checks, name) ? checks[name] : undefined;
  if (known !== undefined && Object.hasOwn(known, key)) return known[key];
  const isNamed = name === "domain" || (name === "logging" && key.startsWith("loglevel."));
  return isNamed ? ofPatterns[name] : undefined;
}
