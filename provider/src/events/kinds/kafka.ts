// Entries of Apache Kafka, read by this package's program kafka-source. Schema and manifests. Pure.
import { z } from "zod";
import { integer, named, stringEnum } from "../../input/fields";
import { given } from "../../input/given";
import { type Problem, show } from "../../input/problems";
import { type AdapterArgs, adapterProperties, adapterWorkload, eventAt, makeAdapter } from "../adapters/adapter";
import { deadLetterWith, deliveryWith } from "../adapters/adapterDelivery";
import {
  initialOffsetAt,
  kafkaCluster,
  kafkaLogin,
  kafkaServerConfig,
  kafkaServerProblems,
  oneOfTopics,
  patternOf,
  topicName,
  topicsAt,
} from "../adapters/kafkaServer";
import { eventProblems } from "../adapters/placeholders";
import { queueScale } from "../adapters/queueScale";
import type { KafkaTriggerArgs } from "../eventArgs.gen";
import { type Kind, nameAtServer } from "./kind";

const ordered = stringEnum("KafkaOrder", "Which entries are delivered one after the other.", {
  key: "Those with the same key; other keys go on beside them, also in the same partition.",
  partition: "Those of a partition.",
  none: "None.",
});

const replies = z
  .strictObject({ topic: topicName.meta({ description: "Topic that the answers are written to. Required." }) })
  .meta({ id: "KafkaReplies", description: "What becomes of the answers of the function." });

const letter = deadLetterWith("KafkaDeadLetter", {
  topic: topicName.optional().meta({
    description:
      "A topic of the same Kafka cluster, with the key and headers of the entry. Exactly one of `function`, `channel`, `service`, `url`, `topic` must be set.",
  }),
});

const schema = z
  .strictObject({
    ...kafkaCluster,
    ...topicsAt("to read; one that does not exist yet is waited for"),
    group: named(
      z.string().min(1).max(249).regex(/\S/, { error: "expected more than blanks" }),
      "Name of the consumer group; it is created if missing, and stays after the source unless `deleteGroup` is set: Kafka forgets it `offsets.retention.minutes` after its last member left. Defaults to project, stack, backend, namespace and name of the source.",
    ),
    deleteGroup: z.boolean().optional().meta({
      plain: true,
      description:
        "Whether the consumer group is deleted together with the source: by a destroy, or when the source is removed from the program or renamed. Then it is not known any more where it was. A change, a restart, a replacement or an eviction never deletes the group, nor does a source that shares it with another reader. The last Pod of the source deletes it, as a service account that may read the source's own two objects; the Kafka user needs Delete on the group. If no Pod runs then, or Kafka does not answer within 27 seconds, the group stays. Defaults to false, because deleted offsets can't be restored: a source that comes back by mistake or by intent goes on where it was.",
    }),
    initialOffset: initialOffsetAt(
      "Where the group begins in a partition of which it has committed nothing: `earliest`, `latest` or a time, e.g. `2026-01-31T12:00:00Z`. A topic or partition that comes later is read from its first entry. Defaults to `latest`, so that a new function is not sent everything that Kafka retains.",
    ),
    ordered: ordered
      .optional()
      .meta({ description: "Which entries are delivered one after the other. Defaults to `key`." }),
    replies: replies.optional().meta({
      description:
        "Writes each answer of the function to a topic, in one transaction with the offset of its entry: readers with `read_committed` see it exactly once. Defaults to none: answers are dropped.",
    }),
    sessionSeconds: integer(
      6,
      "How long a Pod may be silent until its partitions go to others, in seconds. Defaults to 45.",
      1800,
    ),
    event: eventAt(
      "`{topic}`, `{partition}`, `{offset}`, `{key}`, `{header.NAME}` (one of its headers), `{json.NAME}` (a property of JSON data)",
    ),
    scale: queueScale.optional().meta({
      description:
        "Scales the function by the lag of the group: one declaration for source, function and scaler. Only for a function's trigger; with `ordered: partition` never to more Pods than partitions. Defaults to scaling by requests only.",
    }),
    ...adapterProperties,
    delivery: deliveryWith("KafkaDelivery", letter),
  })
  .meta({
    id: "KafkaTrigger",
    oneOf: oneOfTopics,
    description:
      "Entries of Apache Kafka (2.5 or newer) as events of type `dev.knative.kafka.event`, read by a consumer group; an entry is committed once the sink has responded with 2xx, even if the source is killed (at least once). An entry that is a CloudEvent is forwarded unchanged.",
  });

const placeholders = ["topic", "partition", "offset", "key", "header.", "json."];

export const kafka: Kind<KafkaTriggerArgs> = {
  schema,
  program: () => "kafka-source",
  workload: adapterWorkload,
  manifests: (args, place) => {
    const { topics, topicPattern: pattern, initialOffset, ordered: order, replies: answers, sessionSeconds } = args;
    const deleteGroup = args.deleteGroup === true;
    const { deadLetter, ...delivery } = args.delivery ?? {};
    const { topic, ...address } = deadLetter ?? {};
    const config = {
      ...{ kafka: kafkaServerConfig(args), topics, pattern, group: args.group ?? nameAtServer(place), initialOffset },
      ...{ order, replies: answers?.topic, deadLetterTopic: topic, sessionSeconds },
      deleteGroup: deleteGroup || undefined,
    };
    const lost = deadLetter === undefined || topic !== undefined ? {} : { deadLetter: address };
    const own = { ...args, delivery: { ...delivery, ...lost } } as AdapterArgs;
    return makeAdapter(own, { config: given(config), files: kafkaLogin(args), isFollower: deleteGroup }, place);
  },
  shared: ({ bootstrapServers, topics, topicPattern, group }, own) => [
    { property: "group", key: [bootstrapServers, topics ?? topicPattern, group ?? own] },
  ],
  problems: (args, path) => [
    ...kafkaServerProblems(args, path),
    ...eventProblems(args.event, path, placeholders),
    ...topicTwice(args, path),
    ...readsItself(args, path),
  ],
};

function topicTwice({ topics }: KafkaTriggerArgs, path: string): Problem[] {
  const all = Array.isArray(topics) ? topics : [];
  const repeated = all.findIndex((one, index) => all.indexOf(one) < index);
  return repeated === -1
    ? []
    : [{ propertyPath: `${path}.topics[${repeated}]`, reason: "is in the list already; leave it out" }];
}

/** Such a source would read what it writes, endlessly. */
function readsItself({ topics, topicPattern, replies: answers, delivery }: KafkaTriggerArgs, path: string): Problem[] {
  const pattern = typeof topicPattern === "string" ? patternOf(topicPattern) : undefined;
  const isRead = (topic: unknown) =>
    typeof topic === "string" && (pattern?.test(topic) || (Array.isArray(topics) && topics.includes(topic)));
  const written = { "replies.topic": answers?.topic, "delivery.deadLetter.topic": delivery?.deadLetter?.topic };
  return Object.entries(written)
    .filter(([, topic]) => isRead(topic))
    .map(([property, topic]) => ({
      propertyPath: `${path}.${property}`,
      reason: `expected a topic that is not read here, got ${show(topic)}: the source would read what it writes; choose another topic`,
    }));
}
