// Describes when daylight saving skips or repeats a scheduled time (robfig/cron v3, spec.go: Next). Pure.
import { dueOf } from "./schedule";

/** The period that clocks skip or repeat, in milliseconds, as if its local times were UTC. */
interface Change {
  from: number;
  to: number;
  /** True if the clocks go back. */
  isTwice: boolean;
}

const [minute, day] = [60_000, 86_400_000];

/** The effect of the next year's clock changes on a schedule; undefined if there is none. */
export function clockWarning(schedule: string, timeZone: string | undefined, now = Date.now()): string | undefined {
  if (timeZone === undefined) return undefined;
  const { isDue, hours } = dueOf(schedule);
  if (hours.length === 24) return undefined;
  const effects = changesOf(timeZone, now).flatMap((change) => {
    const due = goesOn(change, hours) ? undefined : minutesOf(change).find((at) => isDue(new Date(at)));
    return due === undefined ? [] : [inWords(change, due)];
  });
  if (effects.length === 0) return undefined;
  return `when the clocks of ${timeZone} change, ${effects.join(", and ")}; choose another hour if that matters, or leave timeZone out for UTC`;
}

/** A schedule that includes the hours on both sides continues normally: its next time is due an hour later. */
function goesOn({ from, to }: Change, hours: number[]): boolean {
  return [from - minute, to].every((at) => hours.includes(new Date(at).getUTCHours()));
}

function minutesOf({ from, to }: Change): number[] {
  return Array.from({ length: (to - from) / minute }, (_, index) => from + index * minute);
}

function inWords({ isTwice }: Change, due: number): string {
  const [date, time = ""] = new Date(due).toISOString().split("T");
  return `${time.slice(0, 5)} ${isTwice ? "occurs twice" : "does not occur"} on ${date}`;
}

/** All clock changes of the coming year. */
function changesOf(timeZone: string, now: number): Change[] {
  const offset = offsetIn(timeZone);
  const starts = Array.from({ length: 366 }, (_, index) => now - (now % minute) + index * day);
  return starts.flatMap((start) => {
    const [before, after] = [offset(start), offset(start + day)];
    if (before === after) return [];
    const at = momentOf((time) => offset(time) === before, start, start + day);
    const [from, to] = [at + Math.min(before, after), at + Math.max(before, after)];
    return [{ from, to, isTwice: after < before }];
  });
}

/** The first minute for which `holds` is false. */
function momentOf(holds: (time: number) => boolean, start: number, end: number): number {
  if (end - start <= minute) return end;
  const middle = start + Math.floor((end - start) / 2 / minute) * minute;
  return holds(middle) ? momentOf(holds, middle, end) : momentOf(holds, start, middle);
}

/** The offset of a time zone from UTC. */
function offsetIn(timeZone: string): (time: number) => number {
  const parts = { year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric" } as const;
  const format = new Intl.DateTimeFormat("en-u-hc-h23", { timeZone, ...parts });
  return (time) => {
    const found = Object.fromEntries(format.formatToParts(time).map(({ type, value }) => [type, Number(value)]));
    const { year = 0, month = 1, day: date, hour, minute: minutes } = found;
    return Date.UTC(year, month - 1, date, hour, minutes) - time;
  };
}
