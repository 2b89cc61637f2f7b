// Explains what a changed group, topic or initial offset of a Kafka source means for the entries that it reads. Pure.
import { counted } from "../input/counted";

/** Settings of a source, in the format of provider/programs/internal/kafka. */
export interface Reading {
  group: string;
  topics?: string[];
  pattern?: string;
  initialOffset?: string;
  deleteGroup?: boolean;
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

/** One line for each change; none for a source that is new or unchanged. */
export async function groupChanges(
  before: Reading | undefined,
  after: Reading | undefined,
  foresee: Foresee,
): Promise<string[]> {
  if (before === undefined) return [];
  if (after === undefined) return [`group ${before.group} is read no more: ${before.deleteGroup ? goes : stays}`];
  if (before.group !== after.group)
    return [`${entering(after, await foresee(after))}; group ${before.group} is read no more: ${stays}`];
  return [...(await topicChanges(before, after, foresee)), ...(await offsetChanges(before, after, foresee))];
}

const stays =
  "Kafka keeps its offsets for offsets.retention.minutes (a week, unless the brokers say otherwise), then forgets it";
const goes = "it is deleted with its source (deleteGroup), so nothing knows any more where it was";

function entering(after: Reading, outlook: Outlook | undefined): string {
  const { group } = after;
  if (outlook === undefined || outlook.committed === 0) return `group ${group} is new: ${beginning(after, outlook)}`;
  const goesOn = `group ${group} goes on where it was, ${left(outlook)}`;
  return outlook.fresh === 0 ? goesOn : `${goesOn}; where it has committed nothing, ${beginning(after, outlook)}`;
}

/** How a group begins in a partition of which it has committed nothing. */
function beginning({ initialOffset = "latest" }: Reading, outlook: Outlook | undefined): string {
  const at = { latest: "at the end", earliest: "at the oldest entries" }[initialOffset] ?? `at ${initialOffset}`;
  if (outlook !== undefined) return `it begins ${at}, ${amounts(initialOffset, outlook)}`;
  const words =
    initialOffset === "earliest" ? "everything that Kafka retains is read" : "entries produced before are not read";
  return `it begins ${at}; ${words}`;
}

function amounts(initialOffset: string, { skipped, ahead }: Outlook): string {
  const read = `${entries(ahead)} will be read`;
  if (initialOffset === "earliest") return read;
  const not = `${entries(skipped)} will not be read`;
  return initialOffset === "latest" ? not : `${not} and ${read}`;
}

const left = (outlook: Outlook) => `${entries(outlook.left)} ${outlook.left === 1 ? "is" : "are"} left to read`;

const entries = (count: number) => (count === 1 ? "1 entry" : `${count.toLocaleString("en-US")} entries`);

async function topicChanges(before: Reading, after: Reading, foresee: Foresee): Promise<string[]> {
  const [old, now] = [before, after].map(({ topics = [] }) => topics) as [string[], string[]];
  const removed = old.filter((topic) => !now.includes(topic));
  const added = now.filter((topic) => !old.includes(topic)).map((topic) => ({ topics: [topic] }));
  const matching = after.pattern === undefined || after.pattern === before.pattern ? [] : [{ pattern: after.pattern }];
  const { topics: _, pattern: __, ...rest } = after;
  const news = await Promise.all(
    [...added, ...matching].map(async (of) => {
      const what = "pattern" in of ? `topics ${of.pattern}` : `topic ${of.topics[0]}`;
      return `${what}: ${joining(after, await foresee({ ...rest, ...of }))}`;
    }),
  );
  return [
    ...news,
    ...removed.map((topic) => `topic ${topic}: read no more; group ${after.group} keeps its offsets there`),
  ];
}

function joining(after: Reading, outlook: Outlook | undefined): string {
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
