// How many Pods a queue requests: the settings that all kinds of queues share. Schema and configuration. Pure.
import { z } from "zod";
import { integer } from "../../input/fields";
import { given } from "../../input/given";
import type { QueueScaleArgs } from "../eventArgs.gen";

export const queueScaleProperties = {
  target: z.int().min(1).meta({
    description: "Queue length per Pod: the number of Pods is the length divided by it. Required.",
  }),
  activation: integer(
    0,
    "Length up to which the queue counts as empty: the function scales as if it had no queue. Defaults to 0.",
  ),
  cooldownSeconds: integer(
    0,
    "How long the queue must be empty before its Pods are released, in seconds. Defaults to 30.",
    86_400,
  ),
  stabilizationSeconds: integer(
    0,
    "Window whose highest requested number of Pods applies when scaling down, in seconds. Defaults to 0.",
    3600,
  ),
};

export const queueScale = z
  .strictObject(queueScaleProperties)
  .meta({ id: "QueueScale", description: "How many Pods a queue requests." });

/** In the format of provider/programs/internal/scaler. */
export function queueScaleConfig({ target, activation, cooldownSeconds, stabilizationSeconds }: QueueScaleArgs) {
  return { target, ...given({ activation, cooldownSeconds, stabilizationSeconds }) };
}
