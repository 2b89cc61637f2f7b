// The schema of autoscaling: Knative's annotations as properties (serving v0.50, pkg/apis/autoscaling).
import { z } from "zod";
import { integer, stringEnum } from "../../input/fields";
import { queue } from "./queueSchema";

const metric = stringEnum("FunctionMetric", "What the autoscaler measures.", {
  concurrency: "Requests that a Pod handles at the same time.",
  rps: "Requests per second that reach a Pod.",
  cpu: "CPU usage, in percent of the request; with the class `hpa`.",
  memory: "Memory usage in MiB; with the class `hpa`.",
});

const autoscaler = stringEnum("FunctionAutoscaler", "Which autoscaler sets the number of Pods.", {
  kpa: "Knative's Pod autoscaler: by requests, down to zero.",
  hpa: "Kubernetes' horizontal Pod autoscaler: by CPU or memory, never to zero. It requires Knative's `autoscaler-hpa` and a metrics server.",
});

const aggregation = stringEnum("FunctionAggregation", "How the load of a window is averaged.", {
  linear: "All values of the window count equally.",
  "weighted-exponential": "Newer values count more.",
});

/** A decimal number between the bounds, inclusive. */
const percent = (least: number, most: number, description: string) =>
  z.number().min(least).max(most).optional().meta({ description });

/** Knative counts Pods and their load in 32 bits. */
const most = 2 ** 31 - 1;

export const scale = z
  .strictObject({
    class: autoscaler.optional().meta({ description: "Which autoscaler sets the number of Pods. Defaults to `kpa`." }),
    min: integer(0, "Minimum number of Pods. Defaults to 0: an idle function has none."),
    max: integer(0, "Maximum number of Pods. Defaults to 0: no limit."),
    initial: integer(
      0,
      "Pods that a new revision starts with before it counts as ready. Defaults to 1; 0 requires `allow-zero-initial-scale` in Knative's `config-autoscaler`.",
    ),
    activation: integer(
      2,
      "Minimum number of Pods when the function is not at zero, at least 2; between `min` and `max`. Defaults to 1.",
    ),
    target: z.number().min(0.01).max(most).optional().meta({
      description:
        "Load that one Pod should handle, in the unit of `metric`. Defaults to 100 for concurrency and 200 for rps.",
    }),
    targetUtilizationPercent: percent(
      1,
      100,
      "How much of the target is used, in percent; the rest is headroom for bursts. Defaults to 70.",
    ),
    metric: metric.optional().meta({
      description: "What is measured for scaling. Defaults to `concurrency`, and with the class `hpa` to `cpu`.",
    }),
    windowSeconds: integer(
      6,
      "Window over which the load is averaged, in seconds. Defaults to 60; an idle function keeps its Pods for this long.",
      3600,
    ),
    panicWindowPercent: percent(
      1,
      100,
      "Panic window, which detects sudden load, in percent of the window. Defaults to 10.",
    ),
    panicThresholdPercent: percent(
      110,
      1000,
      "Load in the panic window that makes the autoscaler react immediately, in percent of what the Pods can handle. Defaults to 200.",
    ),
    scaleDownDelaySeconds: integer(
      0,
      "How long a lower load must last before Pods are removed, in seconds. Defaults to 0.",
      3600,
    ),
    retentionSeconds: integer(
      0,
      "How long the last Pod stays after the decision to scale to zero, in seconds. Defaults to 0.",
      3600,
    ),
    targetBurstCapacity: z.number().min(-1).max(most).optional().meta({
      description:
        "Burst of requests that Pods must handle without the activator buffering them; with -1 the activator is always in the path, with 0 only at zero Pods. Defaults to 211.",
    }),
    aggregation: aggregation
      .optional()
      .meta({ description: "How the load of a window is averaged. Defaults to `linear`." }),
    queue: queue.optional().meta({
      description:
        "Scales by the length of a queue, in addition to requests: each second the scaler sets the minimum number of Pods of the revisions that have traffic, between `min` and `max`. Requests still start Pods, and an idle function has none. Requires `max`, and `extensions.queueScaler` of Knative. Defaults to scaling by requests alone.",
    }),
  })
  .meta({ id: "FunctionScale", description: "Bounds and target of the autoscaler." });
