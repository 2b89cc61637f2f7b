// The Pods of a function and of its gates, to compare them with the LimitRanges and ResourceQuotas of their namespace.
import type { Cluster } from "../../cluster/cluster";
import type { Amounts, Container, Pod, Resources } from "../../kubernetes/podBounds";
import type { Pods } from "../../kubernetes/podBoundsWarning";
import { combined } from "../../pulumi/value";
import { amountsOf } from "../container/containerManifest";
import type { FunctionGateArgs } from "../functionArgs.gen";
import type { FunctionSpec } from "../functionSpec";
import { gateResources } from "../rollout/gateManifest";
import { gateRemedies, podRemedies } from "./podRemedies";

export function podsOf(spec: FunctionSpec): Pods[] {
  const { smoke, each } = spec.rollout ?? {};
  const gates = { smoke, each };
  const given = Object.entries(gates).flatMap(([gate, check]) => gatePods(spec, gate, check));
  return [revisionPods(spec), ...given];
}

function revisionPods(spec: FunctionSpec): Pods {
  const { namespace, pod, queueProxy, scale } = spec;
  const beside = (list: "sidecars" | "initContainers") =>
    (pod[list] ?? []).map(({ name, resources }) => ({ name, resources: amountsOf(resources) }));
  const own = { name: "user-container", resources: amountsOf(spec) };
  const proxy = { name: proxyName, resources: amountsOf(queueProxy) };
  const containers = [own, ...beside("sidecars"), proxy];
  const count = combined([scale.min, scale.initial], (...least) => Math.max(1, ...least.map((one) => one ?? 1)));
  const remedies = podRemedies(spec);
  const many = { ...remedies, amounts: `${remedies.amounts} or scale.min` };
  const isMany = scale.min !== undefined || scale.initial !== undefined;
  const unfilled = { containers, initContainers: beside("initContainers") };
  return { what: "this function", namespace, pod: unfilled, complete, count, remedies: isMany ? many : remedies };
}

/** The gate's own Pod, and the Pod of the user's program if the gate is one. */
function gatePods({ namespace }: FunctionSpec, gate: string, check: FunctionGateArgs | undefined): Pods[] {
  if (check === undefined) return [];
  const pods = (what: string, container: object, isProgram: boolean): Pods => ({
    ...{ what, namespace, pod: { containers: [container] }, remedies: gateRemedies(gate, isProgram) },
  });
  const own = pods(`gate rollout.${gate}`, { name: "rollout", resources: gateResources }, false);
  if (check.job === undefined) return [own];
  const program = { name: "check", resources: amountsOf(check.job.resources) };
  return [own, pods(`the program of gate rollout.${gate}`, program, true)];
}

const proxyName = "queue-proxy";

/** Without a ConfigMap (serving v0.50, pkg/deployment/config.go), and with the feature flag that sets all of them. */
const proxyDefault: Resources = { requests: { cpu: "25m" } };
const proxyWhole: Resources = {
  requests: { cpu: "25m", memory: "400Mi", "ephemeral-storage": "512Mi" },
  limits: { cpu: "1000m", memory: "800Mi", "ephemeral-storage": "1024Mi" },
};

/** Adds Knative's defaults; the released ones if this user may not read its ConfigMaps. */
async function complete(cluster: Cluster, pod: Pod): Promise<Pod> {
  const read = async (name: string): Promise<Amounts> => {
    const map = { apiVersion: "v1", kind: "ConfigMap", name, namespace: "knative-serving" };
    const found = await cluster.get(map).catch(() => undefined);
    return found?.data ?? {};
  };
  const maps = ["config-defaults", "config-deployment", "config-features"];
  const [defaults, deployment, features] = await Promise.all(maps.map(read));
  const all = features?.["queueproxy.resource-defaults"]?.toLowerCase() === "enabled" ? proxyWhole : proxyDefault;
  const proxy = filled(amountsIn(deployment, "queue-sidecar"), all);
  const others = amountsIn(defaults, "revision");
  const whole = ({ name, resources }: Container) => ({
    name,
    resources: filled(resources, name === proxyName ? proxy : others),
  });
  return { ...pod, containers: pod.containers.map(whole) };
}

/** `revision-cpu-request` of config-defaults, and so on. */
function amountsIn(data: Amounts | undefined, prefix: string): Resources {
  const of = (kind: string) =>
    Object.fromEntries(
      ["cpu", "memory", "ephemeral-storage"].flatMap((name) => {
        const amount = data?.[`${prefix}-${name}-${kind}`];
        return amount === undefined ? [] : [[name, amount]];
      }),
    );
  return { requests: of("request"), limits: of("limit") };
}

function filled(own: Resources | undefined, others: Resources): Resources {
  return {
    requests: { ...others.requests, ...own?.requests },
    limits: { ...others.limits, ...own?.limits },
  };
}
