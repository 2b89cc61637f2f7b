// Settings that Knative reads from annotations, of a revision's template and of the Service. Pure.
import type { Input } from "@pulumi/pulumi";
import { combined } from "../../pulumi/value";
import type { FunctionQueueProxyArgs, FunctionScaleArgs } from "../functionArgs.gen";
import type { FunctionSpec } from "../functionSpec";

type Annotations = Record<string, Input<string>>;

const autoscaling = "autoscaling.knative.dev";

/** What the name of a class ends with. */
export const classSuffix = `.${autoscaling}`;

/** By property elsewhere, the annotation or label that it sets. */
export const ownKeys = {
  readySeconds: "serving.knative.dev/progress-deadline",
  rolloutSeconds: "serving.knative.dev/rollout-duration",
  visibility: "networking.knative.dev/visibility",
};

type Setting = Exclude<keyof FunctionScaleArgs, "queue">;

/** By property of `scale`, the annotation that it sets. */
export const autoscalingKeys: Record<Setting, string> = {
  class: `${autoscaling}/class`,
  min: `${autoscaling}/min-scale`,
  max: `${autoscaling}/max-scale`,
  initial: `${autoscaling}/initial-scale`,
  activation: `${autoscaling}/activation-scale`,
  target: `${autoscaling}/target`,
  targetUtilizationPercent: `${autoscaling}/target-utilization-percentage`,
  metric: `${autoscaling}/metric`,
  windowSeconds: `${autoscaling}/window`,
  panicWindowPercent: `${autoscaling}/panic-window-percentage`,
  panicThresholdPercent: `${autoscaling}/panic-threshold-percentage`,
  scaleDownDelaySeconds: `${autoscaling}/scale-down-delay`,
  retentionSeconds: `${autoscaling}/scale-to-zero-pod-retention-period`,
  targetBurstCapacity: `${autoscaling}/target-burst-capacity`,
  aggregation: `${autoscaling}/metric-aggregation-algorithm`,
};

export function templateAnnotations(spec: FunctionSpec): Annotations {
  return {
    [ownKeys.readySeconds]: seconds(spec.readySeconds),
    ...scaling(spec.scale),
    ...queueProxy(spec.queueProxy),
  };
}

/** The queue is not part of a revision: changing it creates no new revision. */
function scaling({ queue: _queue, ...scale }: FunctionScaleArgs): Annotations {
  const set = Object.entries(scale).filter(([, value]) => value !== undefined) as [Setting, Input<number>][];
  return Object.fromEntries(set.map(([name, value]) => [autoscalingKeys[name], annotation(name, value)]));
}

function annotation(name: Setting, value: Input<string | number>): Input<string> {
  if (name === "class") return written(value, (known) => `${known}${classSuffix}`);
  return name.endsWith("Seconds") ? seconds(value) : written(value, String);
}

/** E.g. `queueProxy.requests.cpu` sets `queue.sidecar.serving.knative.dev/cpu-resource-request`. */
export const queueProxyKey = (kind: string, amount: string) =>
  `queue.sidecar.serving.knative.dev/${amount === "ephemeralStorage" ? "ephemeral-storage" : amount}-resource-${kind.replace(/s$/, "")}`;

function queueProxy(proxy: FunctionQueueProxyArgs): Annotations {
  const set = Object.entries(proxy).flatMap(([kind, amounts]) =>
    Object.entries(amounts ?? {}).map(([amount, value]) => [queueProxyKey(kind, amount), value]),
  );
  return Object.fromEntries(set.filter(([, value]) => value !== undefined));
}

export function routeAnnotations({ rolloutSeconds, network }: FunctionSpec): Annotations {
  const all = {
    [ownKeys.rolloutSeconds]: rolloutSeconds === undefined ? undefined : seconds(rolloutSeconds),
    "networking.knative.dev/ingress-class": network.ingressClass,
    "networking.knative.dev/certificate-class": network.certificateClass,
    "networking.knative.dev/http-protocol": network.httpProtocol,
    "networking.knative.dev/disable-external-domain-tls":
      network.externalDomainTls === undefined ? undefined : written(network.externalDomainTls, (on) => String(!on)),
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as Annotations;
}

function seconds(value: Input<string | number>): Input<string> {
  return written(value, (known) => `${known}s`);
}

function written<T>(value: Input<T>, write: (known: T) => string): Input<string> {
  return combined([value], (known) => write(known as T));
}
