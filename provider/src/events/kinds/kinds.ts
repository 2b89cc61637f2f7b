// The kinds of triggers and sources, by their property of `triggers` or of EventSource.
import { z } from "zod";
import { dnsLabel } from "../../input/names";
import { apiServer } from "./apiServer";
import { channel } from "./channelKind";
import { container } from "./containerKind";
import { cron } from "./cron";
import { event } from "./eventKind";
import { kafka } from "./kafka";
import type { Kind } from "./kind";
import { knativeKafka } from "./knativeKafka";
import { mqtt } from "./mqtt";
import { redis } from "./redis";
import { sinkBinding } from "./sinkBinding";

/** Kinds that call a function, by property of `triggers`. */
export const triggerKinds = { event, cron, channel, kafka, knativeKafka, mqtt, redis, apiServer };

/** Kinds that bring events in from outside, by property of EventSource. */
export const sourceKinds = { cron, apiServer, kafka, knativeKafka, mqtt, redis, container, sinkBinding };

export type TriggerKind = keyof typeof triggerKinds;
export type SourceKind = keyof typeof sourceKinds;

const about: Record<TriggerKind, string> = {
  event: "Events of brokers",
  cron: "Timers",
  channel: "Events of channels",
  kafka: "Entries of Apache Kafka",
  knativeKafka: "Messages of Apache Kafka, read by Knative's own Kafka components",
  mqtt: "Messages of MQTT brokers",
  redis: "Entries of Redis streams and lists, and messages of its channels",
  apiServer: "Changes of Kubernetes objects",
};

const key = dnsLabel(40);

const kindsOfTriggers = Object.keys(triggerKinds) as TriggerKind[];

export const triggers = z
  .strictObject(
    Object.fromEntries(
      kindsOfTriggers.map((kind) => [
        kind,
        z
          .record(key, triggerKinds[kind].schema)
          .optional()
          .meta({
            description: `${about[kind]}, each under a name of your choice. Defaults to none.`,
          }),
      ]),
    ),
  )
  .meta({
    id: "Triggers",
    description:
      "What calls the function besides HTTP requests, by kind and by a name of your choice. Each trigger is independent: adding, changing or removing one does not affect the others.",
  });

/** One trigger of a function with its arguments. */
export interface Given {
  kind: TriggerKind;
  key: string;
  /** Its property path, e.g. `triggers.cron.nightly`. */
  path: string;
  // biome-ignore lint/suspicious/noExplicitAny: the arguments of any kind, which the schema has validated
  args: any;
}

export function givenTriggers(all: { [kind in TriggerKind]?: object } | undefined): Given[] {
  return kindsOfTriggers.flatMap((kind) =>
    Object.entries(all?.[kind] ?? {}).map(([name, args]) => ({
      kind,
      key: name,
      path: `triggers.${kind}.${name}`,
      args,
    })),
  );
}

// biome-ignore lint/suspicious/noExplicitAny: the arguments of any kind
export function triggerKind(kind: TriggerKind): Kind<any> {
  return triggerKinds[kind];
}
