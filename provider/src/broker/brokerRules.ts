// Rules for a broker's arguments beyond the schema.
import type { z } from "zod";
import type { Problem } from "../input/problems";
import { show } from "../input/problems";
import type { Rule } from "../input/validate";
import type { brokerArgs } from "./brokerSchema";

type Known = z.infer<typeof brokerArgs>;

export const brokerRules: Rule<Known>[] = [oneConfiguration, classOfConfiguration];

function oneConfiguration(_: Known, names: (map?: string) => string[]): Problem[] {
  const given = names().filter((name) => ["channel", "kafka", "config"].includes(name));
  if (given.length < 2) return [];
  return [{ propertyPath: given[1] as string, reason: `${given.join(" and ")} are mutually exclusive; set only one` }];
}

/** A broker reads only the settings of its own class. */
function classOfConfiguration({ class: given, kafka, channel }: Known): Problem[] {
  const needed = kafka !== undefined ? "Kafka" : channel !== undefined ? "MTChannelBasedBroker" : undefined;
  if (given === undefined || needed === undefined || given === needed) return [];
  const property = kafka === undefined ? "channel" : "kafka";
  const reason = `${property} requires class ${needed}, got ${show(given)}; leave one of them out`;
  return [{ propertyPath: "class", reason }];
}
