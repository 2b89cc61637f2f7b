// Remedies for Pods that the API server or the kubelet refuses: their original messages, and the properties that help.
import assert from "node:assert/strict";
import { gateRemedies, podRemedies } from "../../provider/src/function/pod/podRemedies";
import { type Remedies, withRemedy } from "../../provider/src/kubernetes/remedies";

const beside = (name: string) => ({ name, image: "i" });
const pod = podRemedies({ pod: { sidecars: [beside("one"), beside("helper")], initContainers: [beside("prepare")] } });
const gate = gateRemedies("step-10", true);

const violates = 'pods "x" is forbidden: violates PodSecurity "restricted:latest": ';
const range = "a LimitRange of the namespace can give every container a default";

const cases: [string, Remedies, string, string | undefined][] = [
  [
    "a function's own container",
    pod,
    `${violates}runAsNonRoot != true (pod or container "user-container" must set securityContext.runAsNonRoot=true)`,
    "set securityContext.runAsNonRoot: true",
  ],
  [
    "several containers, with several settings",
    pod,
    `${violates}unrestricted capabilities (containers "helper", "prepare" must set securityContext.capabilities.drop=["ALL"]), seccompProfile (pod or container "helper" must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")`,
    'set pod.sidecars.1.securityContext.capabilities.drop: ["ALL"], pod.initContainers.0.securityContext.capabilities.drop: ["ALL"], pod.sidecars.1.securityContext.seccompProfile.type',
  ],
  [
    "a gate's program",
    gate,
    `FailedCreate: Error creating: ${violates}runAsNonRoot != true (pod or container "check" must set securityContext.runAsNonRoot=true)`,
    "set rollout.each.job.securityContext.runAsNonRoot: true",
  ],
  [
    "a container that has no property",
    gate,
    `${violates}x (container "mesh" must set securityContext.runAsNonRoot=true)`,
    undefined,
  ],
  [
    "a quota that is used up",
    pod,
    'pods "x" is forbidden: exceeded quota: team.a, requested: limits.memory=256Mi, used: limits.memory=1Gi, limited: limits.memory=1Gi',
    "lower resources or queueProxy, or have the ResourceQuota team.a raised",
  ],
  [
    "a quota that wants bounds",
    pod,
    'pods "x" is forbidden: failed quota: team: must specify limits.cpu for: queue-proxy,user-container; memory for: helper',
    `set queueProxy.limits.cpu, resources.limits.cpu, pod.sidecars.1.resources.requests.memory; or ${range}`,
  ],
  [
    "a quota that wants bounds of what has no property",
    gate,
    'pods "x" is forbidden: failed quota: team: must specify limits.cpu for: rollout',
    range,
  ],
  [
    "a request above the limit that a range gives",
    pod,
    'Pod "x" is invalid: spec.containers[0].resources.requests: Invalid value: "500m": must be less than or equal to cpu limit of 200m',
    "lower the request, or set a higher limit of cpu in resources or queueProxy: where there is none, a LimitRange of the namespace gives 200m",
  ],
  [
    "a range that is left above",
    pod,
    'pods "x" is forbidden: maximum memory usage per Container is 128Mi, but limit is 256Mi',
    "lower resources or queueProxy, or have the LimitRange of the namespace changed",
  ],
  [
    "a range that is left below",
    gate,
    'pods "x" is forbidden: [minimum cpu usage per Container is 50m, but request is 20m]',
    "raise rollout.each.job.resources, or have the LimitRange of the namespace changed",
  ],
  [
    "an image of root",
    pod,
    'container user-container does not start: CreateContainerConfigError: container has runAsNonRoot and image will run as root (pod: "x_shop(1)", container: user-container)',
    "build the image with a user other than 0, set securityContext.runAsUser, or set securityContext.runAsNonRoot: false if the namespace allows it",
  ],
  [
    "a user that is root",
    { of: () => ({ securityContext: "container.securityContext" }), amounts: "container.cpu" },
    'container source-1 does not start: CreateContainerConfigError: container\'s runAsUser breaks non-root policy (pod: "x_shop(1)", container: source-1)',
    "build the image with a user other than 0, set container.securityContext.runAsUser, or set container.securityContext.runAsNonRoot: false if the namespace allows it",
  ],
  ["anything else", pod, "container user-container ended with exit code 1", undefined],
];

describe("errors: what helps where no Pod is taken", () => {
  for (const [title, remedies, words, expected] of cases)
    it(title, () =>
      assert.equal(withRemedy(words, remedies), expected === undefined ? words : `${words}; ${expected}`),
    );
});
