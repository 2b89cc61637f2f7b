// Values of Knative's ConfigMaps and flags that its programs would refuse or misinterpret are reported; similar valid ones are accepted.
import assert from "node:assert/strict";
import { problemsOf } from "../generated/arguments";

const config = (map: string, values: object) => ({ config: { [map]: values } });

/** Arguments, the path, and the message without the value received. */
const refused: [object, string, string][] = [
  [
    config("autoscaler", { "enable-scale-to-zero": "maybe" }),
    "config.autoscaler.enable-scale-to-zero",
    'expected "true" or "false"',
  ],
  [
    config("autoscaler", { "stable-window": "1s" }),
    "config.autoscaler.stable-window",
    'expected a duration of whole seconds from 6s to 1h, e.g. "60s" or "1h"',
  ],
  [config("autoscaler", { "stable-window": "1e3" }), "config.autoscaler.stable-window", "expected a duration"],
  [
    config("autoscaler", { "max-scale-up-rate": "1" }),
    "config.autoscaler.max-scale-up-rate",
    "expected a number above 1",
  ],
  [
    config("autoscaler", { "target-burst-capacity": "-2" }),
    "config.autoscaler.target-burst-capacity",
    "expected -1, or a number of at least 0",
  ],
  [config("autoscaler", { "initial-scale": "0" }), "config.autoscaler.initial-scale", 'expected at least 1, got "0"'],
  [
    config("autoscaler", { "max-scale-limit": "5" }),
    "config.autoscaler.max-scale",
    "is required with max-scale-limit (5)",
  ],
  [
    config("autoscaler", { "min-scale": "3", "max-scale": "2" }),
    "config.autoscaler.min-scale",
    'expected at most max-scale (2), got "3"',
  ],
  [
    config("gc", { "max-non-active-revisions": "-5" }),
    "config.gc.max-non-active-revisions",
    'expected a whole number of at least 0, or "disabled"',
  ],
  [
    config("gc", { "max-non-active-revisions": "5" }),
    "config.gc.max-non-active-revisions",
    'expected at least min-non-active-revisions (20), got "5"',
  ],
  [
    config("defaults", { "revision-timeout-seconds": "601" }),
    "config.defaults.revision-timeout-seconds",
    "expected at most max-revision-timeout-seconds (600)",
  ],
  [
    config("defaults", { "revision-cpu-request": "much" }),
    "config.defaults.revision-cpu-request",
    "expected a quantity",
  ],
  [
    config("network", { "rollout-duration": "1s" }),
    "config.network.rollout-duration",
    "expected a whole number of at least 0",
  ],
  [
    config("deployment", { "progress-deadline": "1.5s" }),
    "config.deployment.progress-deadline",
    "expected a duration of whole seconds, longer than 0",
  ],
  [config("certmanager", { issuerRef: "letsencrypt" }), "config.certmanager.issuerRef", "expected a map in YAML"],
  [config("domain", { "example.org": "[" }), "config.domain.example.org", "expected a map in YAML"],
  [
    config("leaderElection", { buckets: "11" }),
    "config.leaderElection.buckets",
    "expected a whole number from 1 to 10",
  ],
  [config("logging", { "loglevel.webhook": "loud" }), "config.logging.loglevel.webhook", 'expected "debug" or "info"'],
  [
    config("observability", { "tracing-protocol": "" }),
    "config.observability.tracing-protocol",
    'expected "grpc" or "http/protobuf" or "none" or "stdout"',
  ],
  [
    config("observability", { "metrics-protocol": "GRPC" }),
    "config.observability.metrics-protocol",
    'expected "grpc" or "http/protobuf" or "prometheus" or "none"',
  ],
  [
    config("observability", { "tracing-sampling-rate": "2" }),
    "config.observability.tracing-sampling-rate",
    "expected a number from 0 to 1",
  ],
  [
    { eventing: { config: { leaderElection: { buckets: "0" } } } },
    "eventing.config.leaderElection.buckets",
    "expected a whole number from 1 to 10",
  ],
  [
    config("autoscaler", { "min-scale": "2147483648" }),
    "config.autoscaler.min-scale",
    "expected a whole number from 0 to 2147483647",
  ],
  [
    config("autoscaler", { "activator-capacity": "1e999" }),
    "config.autoscaler.activator-capacity",
    "expected a number of at least 1",
  ],
  [
    config("gc", { "retain-since-create-time": "9999999999h" }),
    "config.gc.retain-since-create-time",
    "expected a duration of at least 0",
  ],
  [
    config("kourier", { "enable-proxy-protocol": "yes" }),
    "config.kourier.enable-proxy-protocol",
    'expected "true" or "false"',
  ],
  [
    config("kourier", { "stream-idle-timeout": "60" }),
    "config.kourier.stream-idle-timeout",
    "expected a duration of at least 0",
  ],
  [
    config("network", { "external-domain-tls": "true" }),
    "config.network.external-domain-tls",
    'expected "enabled" or "disabled"',
  ],
  [
    config("deployment", { "default-affinity-type": "None" }),
    "config.deployment.default-affinity-type",
    'expected "none" or "prefer-spread-revision-over-nodes"',
  ],
  [
    { eventing: { config: { pingDefaults: { "data-max-size": "1Ki" } } } },
    "eventing.config.pingDefaults.data-max-size",
    "expected a whole number",
  ],
  [
    { eventing: { config: { channelDefaults: { "default-ch-config": "KafkaChannel" } } } },
    "eventing.config.channelDefaults.default-ch-config",
    "expected a map in YAML",
  ],
  [
    { eventing: { features: { "requestreply-default-timeout": "30s" } } },
    "eventing.features.requestreply-default-timeout",
    "expected an ISO 8601 duration",
  ],
];

/** The most similar values that Knative accepts. */
const taken: object[] = [
  config("kourier", { "stream-idle-timeout": "1h30m", "trusted-hops-count": "1", "tracing-protocol": "" }),
  config("network", { "external-domain-tls": "Enabled", "default-external-scheme": "https" }),
  { eventing: { features: { "requestreply-default-timeout": "PT30S" } } },
  config("autoscaler", { "stable-window": "1m30s", "target-burst-capacity": "-1", "scale-down-delay": "0" }),
  config("autoscaler", { "initial-scale": "0", "allow-zero-initial-scale": "true" }),
  config("autoscaler", { "max-scale-limit": "5", "max-scale": "5" }),
  config("gc", { "max-non-active-revisions": "disabled", "retain-since-create-time": "Disabled" }),
  config("defaults", { "revision-timeout-seconds": "900", "max-revision-timeout-seconds": "900" }),
  config("domain", { "example.org": "selector:\n  app: prod\n", "example.net": "" }),
  config("logging", { "loglevel.webhook": "debug", "zap-logger-config": "{}" }),
];

describe("errors: what Knative would refuse of its ConfigMaps", () => {
  for (const [args, path, reason] of refused)
    it(`${path}: ${reason}`, () => {
      const told = problemsOf("Knative", args).map((problem) => [
        problem.propertyPath,
        problem.reason.slice(0, reason.length),
      ]);
      assert.deepEqual(told, [[path, reason]]);
    });

  it(`what is near to it is taken, ${taken.length} times`, () => {
    for (const args of taken) assert.deepEqual(problemsOf("Knative", args), [], JSON.stringify(args));
  });
});
