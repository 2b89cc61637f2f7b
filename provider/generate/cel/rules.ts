// Rules that involve several properties of a Function in CEL, by path or type: the counterpart of src/function/functionRules.ts.
import { containers, probes, seccomp, variables } from "./containers";
import { annotations, ofLabels, requirement, requiresSelector, tolerations } from "./placement";
import {
  certificates,
  distinctTopics,
  kafka,
  kafkaLogin,
  mqtt,
  onePod,
  placeholders,
  placeholdersOfRedis,
  redis,
  redisServer,
  scaledByQueue,
  streamKeys,
} from "./queues";
import { given, type Rule } from "./rule";
import { amounts, resources, scale, timeouts } from "./scale";
import { cron, traffic } from "./traffic";
import { claims, readOnly, volumes } from "./volumes";

/** The rules of a path, such as `pod.sidecars[].probes`, or of a type, such as `FunctionScale`. */
export function rulesAt(at: string): Rule[] {
  return Object.hasOwn(rules, at) ? (rules[at] as Rule[]) : [];
}

const rules: Record<string, Rule[]> = {
  Function: [variables, ...volumes, ...scaledByQueue],
  FunctionScale: scale,
  FunctionTimeouts: timeouts,
  FunctionSidecar: [variables],
  FunctionInitContainer: [variables],
  probes: probes(false),
  "pod.sidecars[].probes": probes(true),
  SeccompProfile: seccomp,
  FunctionResources: resources(amounts, true),
  FunctionContainerResources: resources(amounts, true),
  FunctionQueueProxy: resources(amounts, false),
  FunctionVolume: readOnly,
  FunctionEphemeralVolume: claims,
  FunctionPod: containers,
  FunctionResourceFieldRef: [
    given(
      ["divisor"],
      "self.divisor == '1' || (self.resource.endsWith('cpu') == (self.divisor == '1m'))",
      'divisor: expected "1" or "1m" for CPU, and no "1m" for the others',
    ),
  ],
  FunctionToleration: tolerations,
  FunctionNodeRequirement: [...ofLabels, requirement(["Gt", "Lt"], "== 1", "one value")],
  FunctionLabelRequirement: ofLabels,
  FunctionPodTerm: ["matchLabelKeys", "mismatchLabelKeys"].map(requiresSelector),
  FunctionTopologySpreadConstraint: [
    requiresSelector("matchLabelKeys"),
    given(
      ["minDomains"],
      "self.whenUnsatisfiable == 'DoNotSchedule'",
      "minDomains is for whenUnsatisfiable DoNotSchedule only; leave it out",
    ),
  ],
  "network.externalDomainTls": [
    { rule: "!self", message: "can only be set to false here; it is turned on for all functions in Knative" },
  ],
  traffic,
  "traffic[].latest": [{ rule: "self", message: "expected true, got false; name a revision instead" }],
  annotations: annotations(" || key.startsWith('autoscaling.knative.dev/')"),
  "pod.annotations": annotations(""),
  labels: annotations(""),
  pullSecrets: [
    {
      rule: "self.all(one, self.exists_one(other, other == one))",
      message: "a name is in the list twice; leave one out",
    },
  ],
  CronTrigger: cron,
  ...placeholders,
  ServerTls: certificates,
  KafkaSasl: kafkaLogin,
  KafkaTrigger: kafka,
  "triggers.kafka.NAME.topics": distinctTopics,
  MqttTrigger: mqtt,
  RedisTrigger: [...redis, ...onePod, ...placeholdersOfRedis],
  "triggers.redis.NAME.stream.keys": streamKeys,
  RedisListQueue: redisServer,
  RedisStreamQueue: redisServer,
};

/** The component's rules without a CEL rule, with the reason. The others are covered above or by the schema itself. */
export const unsaidRules: Record<string, string> = {
  registryOfSource: "nothing is built or copied",
  buildable: "nothing is built",
  risingSteps: "there is no rollout",
  boundedQuery: "there is no rollout",
  eachNeedsSteps: "there is no rollout",
  releaseIsWhole: "there is no release",
  requireOfRelease: "there is no release",
  gatesPassed: "there is no release",
  boundedScale: "there is no budget",
  repliesRead: "too many pairs of triggers for the API server's budget: the controller checks them",
};
