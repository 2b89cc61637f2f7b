// Merges lines of several logs by their time. Pure.
import { type LogLine, moment } from "./podLogLine";

/** Keeps the order of each log. Only one line of each is in memory. */
export async function* mergedLines(logs: AsyncGenerator<LogLine>[]): AsyncGenerator<LogLine> {
  const heads = await Promise.all(logs.map(async (log) => ({ log, head: await headOf(log) })));
  for (;;) {
    const [first] = heads.filter(({ head }) => head !== undefined).sort(byMoment);
    if (first?.head === undefined) return;
    yield first.head.line;
    first.head = await headOf(first.log);
  }
}

interface Head {
  line: LogLine;
  at: string;
}

async function headOf(log: AsyncGenerator<LogLine>): Promise<Head | undefined> {
  const { value, done } = await log.next();
  return done ? undefined : { line: value, at: moment(value.time) };
}

function byMoment({ head: one }: { head: Head | undefined }, { head: other }: { head: Head | undefined }): number {
  return (one?.at ?? "").localeCompare(other?.at ?? "");
}
