// Rules for the answers of functions in Kafka topics. Pure.
import { type Problem, show } from "../../input/problems";
import type { KafkaTriggerArgs, TriggerRepliesArgs } from "../eventArgs.gen";
import { kafkaServerProblems, patternOf } from "./kafkaServer";

export function repliesProblems(replies: TriggerRepliesArgs | undefined, path: string): Problem[] {
  return replies === undefined ? [] : kafkaServerProblems(replies, `${path}.replies`);
}

/** What reads topics: a trigger of the kinds kafka and knativeKafka. */
export type Reader = Pick<KafkaTriggerArgs, "bootstrapServers" | "topics" | "topicPattern" | "replies">;

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

/** The problems with Kafka triggers whose answers come back to them through others; what one reads of its own answers is its own rule. */
export function endlessReplies(answered: [string, Reader][]): Problem[] {
  const next = ([path, { replies, bootstrapServers }]: [string, Reader]) =>
    answered.filter(
      ([other, one]) =>
        other !== path && isShared(one.bootstrapServers, bootstrapServers) && reads(one, replies?.topic),
    );
  const comesBack = (start: string, from: [string, Reader], seen: string[]): boolean =>
    next(from).some((one) => one[0] === start || (!seen.includes(one[0]) && comesBack(start, one, [...seen, one[0]])));
  return answered
    .filter((one) => comesBack(one[0], one, [one[0]]))
    .map((one) => ({
      propertyPath: `${one[0]}.replies.topic`,
      reason: `expected a topic whose answers do not come back, got ${show(one[1].replies?.topic)}, which ${next(one)[0]?.[0]} reads: the function would be called with its own answers endlessly; choose another topic`,
    }));
}

function isShared(one: unknown, other: unknown): boolean {
  return Array.isArray(one) && Array.isArray(other) && one.some((server) => other.includes(server));
}

function reads({ topics, topicPattern }: Reader, topic: unknown): boolean {
  if (typeof topic !== "string") return false;
  const pattern = typeof topicPattern === "string" ? patternOf(topicPattern) : undefined;
  return pattern?.test(topic) === true || (Array.isArray(topics) && topics.includes(topic));
}
