// How many Pods a queue asks for: the settings that every kind of queue shares. Schema and configuration. Pure.
import { z } from "zod";
import { integer } from "../../input/fields";
import { given } from "../../input/given";
import type { QueueScaleArgs } from "../eventArgs.gen";

export const queueScaleProperties = {
  target: z.int().min(1).meta({
    description: "What one Pod should have to do: there are as many Pods as the length divided by it. Required.",
  }),
  activation: integer(
    0,
    "Length up to which the queue counts as empty: the function scales as if there were none. Defaults to 0.",
  ),
  cooldownSeconds: integer(
    0,
    "How long the queue must be empty until its Pods are given back, in seconds. Defaults to 30.",
    86_400,
  ),
  stabilizationSeconds: integer(
    0,
    "Span whose highest wish counts when the number of Pods goes down, in seconds. Defaults to 0.",
    3600,
  ),
};

export const queueScale = z
  .strictObject(queueScaleProperties)
  .meta({ id: "QueueScale", description: "How many Pods a queue asks for." });

/** As provider/programs/internal/scaler reads it. */
export function queueScaleConfig({ target, activation, cooldownSeconds, stabilizationSeconds }: QueueScaleArgs) {
  return { target, ...given({ activation, cooldownSeconds, stabilizationSeconds }) };
}
