// Autoscaling of a function: Knative's annotations as properties (serving v0.50, pkg/apis/autoscaling).
import { z } from "zod";
import { integer, stringEnum } from "../../input/fields";
import { queue } from "./queueSchema";

const metric = stringEnum("FunctionMetric", "What the autoscaler measures.", {
  concurrency: "Requests that a Pod works on at one time.",
  rps: "Requests per second that reach a Pod.",
  cpu: "CPU, in percent of the request; with the class `hpa`.",
  memory: "Memory in MiB; with the class `hpa`.",
});

const autoscaler = stringEnum("FunctionAutoscaler", "Who decides how many Pods there are.", {
  kpa: "Knative's Pod autoscaler: by requests, down to zero.",
  hpa: "Kubernetes' horizontal Pod autoscaler: by CPU or memory, never to zero. It needs Knative's `autoscaler-hpa` and a metrics server.",
});

const aggregation = stringEnum("FunctionAggregation", "How the load of a window is averaged.", {
  linear: "All of the window alike.",
  "weighted-exponential": "The newest counts most.",
});

/** A decimal number between the bounds, both included. */
const percent = (least: number, most: number, description: string) =>
  z.number().min(least).max(most).optional().meta({ description });

/** Knative counts Pods and what they carry in 32 bits. */
const most = 2 ** 31 - 1;

export const scale = z
  .strictObject({
    class: autoscaler.optional().meta({ description: "Who decides how many Pods there are. Defaults to `kpa`." }),
    min: integer(0, "Fewest Pods. Defaults to 0: an idle function has none."),
    max: integer(0, "Most Pods. Defaults to 0, which means no bound of its own."),
    initial: integer(
      0,
      "Pods that a new revision starts with before it counts as ready. Defaults to 1; 0 needs `allow-zero-initial-scale` in Knative's `config-autoscaler`.",
    ),
    activation: integer(
      2,
      "Fewest Pods when the function is not at zero, at least 2. Defaults to 1. It lies between `min` and `max`.",
    ),
    target: z.number().min(0.01).max(most).optional().meta({
      description:
        "Load that one Pod should carry, in the unit of `metric`. Defaults to 100 for concurrency and 200 for rps.",
    }),
    targetUtilizationPercent: percent(
      1,
      100,
      "How much of the target is meant to be used, in percent; the rest is room for what comes suddenly. Defaults to 70.",
    ),
    metric: metric.optional().meta({
      description: "What is measured for scaling. Defaults to `concurrency`, and with the class `hpa` to `cpu`.",
    }),
    windowSeconds: integer(
      6,
      "Span over which the load is averaged, in seconds. Defaults to 60; an idle function keeps its Pods for this long.",
      3600,
    ),
    panicWindowPercent: percent(1, 100, "Span that shows a sudden load, in percent of the window. Defaults to 10."),
    panicThresholdPercent: percent(
      110,
      1000,
      "Load in that span that makes the autoscaler act at once, in percent of what the Pods carry. Defaults to 200.",
    ),
    scaleDownDelaySeconds: integer(
      0,
      "How long a lower load must last before Pods are taken away, in seconds. Defaults to 0.",
      3600,
    ),
    retentionSeconds: integer(
      0,
      "How long the last Pod stays after the decision to scale to zero, in seconds. Defaults to 0.",
      3600,
    ),
    targetBurstCapacity: z.number().min(-1).max(most).optional().meta({
      description:
        "Requests at once that must be taken without the activator buffering them; with -1 the activator is always in the path, with 0 only at zero Pods. Defaults to 211.",
    }),
    aggregation: aggregation
      .optional()
      .meta({ description: "How the load of a window is averaged. Defaults to `linear`." }),
    queue: queue.optional().meta({
      description:
        "Scales by what waits in a queue, beside requests: the scaler sets the fewest Pods of the revisions that have traffic, between `min` and `max`, each second. Requests still start Pods, and an idle function has none. It needs `max`, and `extensions.queueScaler` of Knative. Defaults to scaling by requests alone.",
    }),
  })
  .meta({ id: "FunctionScale", description: "Bounds and target of the autoscaler." });
