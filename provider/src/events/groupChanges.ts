// Explains what a changed group, topic or initial offset of a Kafka source means for the entries that it reads. Pure.

/** Settings of a source, in the format of provider/programs/internal/kafka. */
export interface Reading {
  group: string;
  topics?: string[];
  pattern?: string;
  initialOffset?: string;
}

/** One line for each change; none for a source that is new or unchanged. */
export function groupChanges(before: Reading | undefined, after: Reading | undefined): string[] {
  if (before === undefined) return [];
  if (after === undefined) return [`group ${before.group} is read no more: ${stays}`];
  if (before.group !== after.group)
    return [`group ${after.group} is new: ${beginning(after)}; group ${before.group} is read no more: ${stays}`];
  return [...topicChanges(before, after), ...offsetChanges(before, after)];
}

const stays =
  "Kafka keeps its offsets for offsets.retention.minutes (a week, unless the brokers say otherwise), then forgets it";

function beginning({ initialOffset = "latest" }: Reading): string {
  if (initialOffset === "latest") return "it begins at the end; entries produced before are not read";
  if (initialOffset === "earliest") return "it begins at the oldest entries; everything that Kafka retains is read";
  return `it begins at ${initialOffset}; entries produced before are not read`;
}

function topicChanges(before: Reading, after: Reading): string[] {
  const [old, now] = [before, after].map(({ topics = [] }) => topics) as [string[], string[]];
  const added = now.filter((topic) => !old.includes(topic));
  const removed = old.filter((topic) => !now.includes(topic));
  const news = [
    ...added.map((topic) => `topic ${topic}`),
    ...(after.pattern === undefined || after.pattern === before.pattern ? [] : [`topics ${after.pattern}`]),
  ];
  return [
    ...news.map((what) => `${what}: where group ${after.group} has committed nothing yet, ${beginning(after)}`),
    ...removed.map((topic) => `topic ${topic}: read no more; group ${after.group} keeps its offsets there`),
  ];
}

function offsetChanges(before: Reading, after: Reading): string[] {
  const [old, now] = [before, after].map(({ initialOffset = "latest" }) => initialOffset);
  if (old === now) return [];
  return [
    `initialOffset ${now}: only for partitions of which group ${after.group} has committed nothing; the others go on where they are`,
  ];
}
