// Rules for the answers of functions in Kafka topics. Pure.
import { type Problem, show } from "../../input/problems";
import type { KafkaTriggerArgs, TriggerRepliesArgs } from "../eventArgs.gen";
import { kafkaServerProblems, patternOf } from "./kafkaServer";

export function repliesProblems(replies: TriggerRepliesArgs | undefined, path: string): Problem[] {
  return replies === undefined ? [] : kafkaServerProblems(replies, `${path}.replies`);
}

/** What reads topics: a trigger of the kinds kafka and knativeKafka. */
export type Reader = Pick<KafkaTriggerArgs, "bootstrapServers" | "topics" | "topicPattern">;

/** The problem with answers that one of the `readers` of the same function reads, by their property paths. */
export function readReplies(
  { topic, bootstrapServers }: Pick<TriggerRepliesArgs, "topic" | "bootstrapServers">,
  path: string,
  readers: [string, Reader][],
): Problem[] {
  const reader = readers.find(([, one]) => isShared(one.bootstrapServers, bootstrapServers) && reads(one, topic));
  if (reader === undefined) return [];
  const reason = `expected a topic that the function does not read, got ${show(topic)}, which ${reader[0]} reads: the function would be called with its own answers; choose another topic`;
  return [{ propertyPath: `${path}.replies.topic`, reason }];
}

function isShared(one: unknown, other: unknown): boolean {
  return Array.isArray(one) && Array.isArray(other) && one.some((server) => other.includes(server));
}

function reads({ topics, topicPattern }: Reader, topic: unknown): boolean {
  if (typeof topic !== "string") return false;
  const pattern = typeof topicPattern === "string" ? patternOf(topicPattern) : undefined;
  return pattern?.test(topic) === true || (Array.isArray(topics) && topics.includes(topic));
}
