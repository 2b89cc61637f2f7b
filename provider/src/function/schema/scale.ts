// Autoscaling of a function: Knative's annotations as properties.
import { z } from "zod";

const metric = z.enum(["concurrency", "rps"]).meta({
  id: "FunctionMetric",
  description: "What the autoscaler measures.",
  values: { concurrency: "Requests that a Pod works on at one time.", rps: "Requests per second that reach a Pod." },
});

export const scale = z
  .strictObject({
    min: z.int().min(0).optional().meta({ description: "Fewest Pods. Defaults to 0: an idle function has none." }),
    max: z.int().min(0).optional().meta({
      description: "Most Pods. Defaults to 0, which means no bound of its own.",
    }),
    initial: z.int().min(0).optional().meta({
      description:
        "Pods that a new revision starts with before it counts as ready. Defaults to 1; 0 needs `allow-zero-initial-scale` in Knative's `config-autoscaler`.",
    }),
    target: z.number().min(0.01).optional().meta({
      description:
        "Load that one Pod should carry, in the unit of `metric`. Defaults to 100 for concurrency and 200 for rps.",
    }),
    metric: metric.optional().meta({ description: "What is measured for scaling. Defaults to `concurrency`." }),
    windowSeconds: z.int().min(6).max(3600).optional().meta({
      description:
        "Span over which the load is averaged, in seconds. Defaults to 60; an idle function keeps its Pods for this long.",
    }),
    retentionSeconds: z.int().min(0).max(3600).optional().meta({
      description: "How long the last Pod stays after the decision to scale to zero, in seconds. Defaults to 0.",
    }),
  })
  .meta({ id: "FunctionScale", description: "Bounds and target of Knative's Pod autoscaler (KPA)." });
