// Explains what a changed group, topic or initial offset of a Kafka source means for the entries that it reads. Pure.
import { counted } from "../input/counted";
import { patternOf } from "./adapters/kafkaServer";

/** Settings of a source, in the format of provider/programs/internal/kafka. */
export interface Reading {
  group: string;
  topics?: string[];
  pattern?: string;
  initialOffset?: string;
  deleteGroup?: boolean;
  kafka?: { bootstrapServers?: string[] };
}

/** What a group would read, in the format of provider/programs/internal/kafkaconn. */
export interface Outlook {
  /** Partitions of which the group has committed something. */
  committed: number;
  /** Entries in these that it has not committed. */
  left: number;
  /** All other partitions. */
  fresh: number;
  /** Entries in these before the offset where the group would begin. */
  skipped: number;
  /** And from there on. */
  ahead: number;
}

/** Undefined if nobody can say. */
export type Foresee = (of: Reading) => Promise<Outlook | undefined>;

/** One line for each change; none for a source that is unchanged. */
export async function groupChanges(
  before: Reading | undefined,
  after: Reading | undefined,
  foresee: Foresee,
): Promise<string[]> {
  if (before === undefined) return after === undefined ? [] : [newSource(after, await foresee(after))];
  if (after === undefined) return [leaving(before, await foresee(before), before.deleteGroup ? goes : stays)];
  if (before.group !== after.group) return [await anotherGroup(before, after, foresee)];
  if (isElsewhere(before, after))
    return [
      `bootstrapServers: if this is another Kafka cluster, group ${after.group} is new there: ${beginning(after)}`,
    ];
  return [...(await topicChanges(before, after, foresee)), ...(await offsetChanges(before, after, foresee))];
}

function newSource(after: Reading, outlook: Outlook | undefined): string {
  if (outlook !== undefined) return entering(after, outlook);
  return `group ${after.group} goes on where it was if Kafka knows it; otherwise ${beginning(after)}`;
}

async function anotherGroup(before: Reading, after: Reading, foresee: Foresee): Promise<string> {
  const [enters, leaves] = await Promise.all([foresee(after), foresee(before)]);
  return `${entering(after, enters)}; ${leaving(before, leaves, stays)}`;
}

const isElsewhere = ({ kafka: one }: Reading, { kafka: other }: Reading) =>
  JSON.stringify(one?.bootstrapServers) !== JSON.stringify(other?.bootstrapServers);

const stays =
  "Kafka keeps its offsets for offsets.retention.minutes (a week, unless the brokers say otherwise), then forgets it";
const goes = "it is deleted with its source (deleteGroup), so nothing knows any more where it was";

function leaving({ group }: Reading, outlook: Outlook | undefined, then: string): string {
  const unread = outlook === undefined || outlook.left === 0 ? "" : `, with ${left(outlook)}`;
  const hint = unread === "" || then === goes ? "" : `; a source with group ${group} would go on there`;
  return `group ${group} is read no more${unread}: ${then}${hint}`;
}

function entering(after: Reading, outlook: Outlook | undefined): string {
  const { group } = after;
  if (outlook !== undefined && isNowhere(outlook)) return `group ${group} is new: ${waiting}`;
  if (outlook === undefined || outlook.committed === 0) return `group ${group} is new: ${beginning(after, outlook)}`;
  const goesOn = `group ${group} goes on where it was, with ${left(outlook)}`;
  return outlook.fresh === 0 ? goesOn : `${goesOn}; where it has committed nothing, ${beginning(after, outlook)}`;
}

const isNowhere = ({ committed, fresh }: Outlook) => committed + fresh === 0;
const waiting = "no such topic exists; it is waited for, and then read from its first entry";

/** How a group begins in a partition of which it has committed nothing. */
function beginning({ initialOffset = "latest" }: Reading, outlook?: Outlook): string {
  const at = { latest: "at the end", earliest: "at the oldest entries" }[initialOffset] ?? `at ${initialOffset}`;
  if (outlook !== undefined) return `it begins ${at}${amounts(initialOffset, outlook)}`;
  const words =
    initialOffset === "earliest" ? "everything that Kafka retains is read" : "entries produced before are not read";
  return `it begins ${at}; ${words}`;
}

function amounts(initialOffset: string, { skipped, ahead }: Outlook): string {
  const not = skipped > 0 && initialOffset !== "earliest" ? [`${entries(skipped)} will not be read`] : [];
  const read = ahead > 0 && initialOffset !== "latest" ? [`${entries(ahead)} will be read`] : [];
  const words = [...not, ...read].join(" and ");
  return words === "" ? "" : `, ${words}`;
}

const left = (outlook: Outlook) => `${outlook.left === 0 ? "nothing" : entries(outlook.left)} left to read`;

const entries = (count: number) => (count === 1 ? "1 entry" : `${count.toLocaleString("en-US")} entries`);

async function topicChanges(before: Reading, after: Reading, foresee: Foresee): Promise<string[]> {
  const added = (after.topics ?? []).filter((topic) => !isRead(topic, before)).map((topic) => ({ topics: [topic] }));
  const matching = after.pattern === undefined || after.pattern === before.pattern ? [] : [{ pattern: after.pattern }];
  const { topics: _, pattern: __, ...rest } = after;
  const news = await Promise.all(
    [...added, ...matching].map(async (of) => {
      const what = "pattern" in of ? `topics ${of.pattern}` : `topic ${of.topics[0]}`;
      return `${what}: ${joining(after, await foresee({ ...rest, ...of }))}`;
    }),
  );
  return [...news, ...topicsLeft(before, after)];
}

const isRead = (topic: string, { topics = [], pattern }: Reading) =>
  topics.includes(topic) || (pattern !== undefined && patternOf(pattern)?.test(topic) === true);

function topicsLeft(before: Reading, after: Reading): string[] {
  const keeps = `group ${after.group} keeps its offsets there`;
  const names = (before.topics ?? []).filter((topic) => !isRead(topic, after));
  const isPatternGone = before.pattern !== undefined && before.pattern !== after.pattern;
  return [
    ...(isPatternGone
      ? [`topics ${before.pattern}: those that are not read otherwise are read no more; ${keeps}`]
      : []),
    ...names.map((topic) => `topic ${topic}: read no more; ${keeps}`),
  ];
}

function joining(after: Reading, outlook: Outlook | undefined): string {
  if (outlook !== undefined && isNowhere(outlook)) return waiting;
  if (outlook !== undefined && outlook.committed > 0) return entering(after, outlook);
  return `where group ${after.group} has committed nothing yet, ${beginning(after, outlook)}`;
}

async function offsetChanges(before: Reading, after: Reading, foresee: Foresee): Promise<string[]> {
  const [old, now] = [before, after].map(({ initialOffset = "latest" }) => initialOffset);
  if (old === now) return [];
  const meaning = `only for partitions of which group ${after.group} has committed nothing; the others go on where they are`;
  return [`initialOffset ${now}: ${meaning}${inThese(after, await foresee(after))}`];
}

function inThese(after: Reading, outlook: Outlook | undefined): string {
  if (outlook === undefined) return "";
  if (outlook.fresh === 0) return "; at present there are none";
  return `; in ${counted(outlook.fresh, "partition")} ${beginning(after, outlook)}`;
}
