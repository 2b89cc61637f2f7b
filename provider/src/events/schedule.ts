// Cron schedules as Knative parses them (robfig/cron v3, parser.go, with optional seconds). Pure.

import { z } from "zod";
import { matching } from "../input/cel";
import { schedulePattern } from "./schedulePattern";

interface Field {
  title: string;
  least: number;
  most: number;
  names?: string[];
}

const months = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");
const days = "sun mon tue wed thu fri sat".split(" ");

const seconds: Field = { title: "second", least: 0, most: 59 };
const fields: Field[] = [
  { title: "minute", least: 0, most: 59 },
  { title: "hour", least: 0, most: 23 },
  { title: "day of the month", least: 1, most: 31 },
  { title: "month", least: 1, most: 12, names: months },
  { title: "day of the week", least: 0, most: 6, names: days },
];

/** The schedule that each descriptor abbreviates. */
const described: Record<string, string> = {
  "@yearly": "0 0 1 1 *",
  "@annually": "0 0 1 1 *",
  "@monthly": "0 0 1 * *",
  "@weekly": "0 0 * * 0",
  "@daily": "0 0 * * *",
  "@midnight": "0 0 * * *",
  "@hourly": "0 * * * *",
};
const descriptors = Object.keys(described);

/** The message for a schedule that is not a string, also for the reference. */
const expected = `expected a cron expression of 5 fields (minute, hour, day of the month, month, day of the week), or 6 preceded by seconds, or one of ${descriptors.join(", ")}`;

/** The problem with a schedule, or undefined. */
export function scheduleProblem(text: string): string | undefined {
  const schedule = text.trim();
  if (schedule.startsWith("@"))
    return descriptors.includes(schedule) ? undefined : `expected one of ${descriptors.join(", ")}`;
  const parts = schedule.split(/\s+/);
  if (/^(CRON_)?TZ=/.test(schedule)) return "contains a time zone; set timeZone instead";
  if (parts.length !== 5 && parts.length !== 6) return expected;
  const all = parts.length === 6 ? [seconds, ...fields] : fields;
  const wrong = all
    .map((field, index) => fieldProblem(field, parts[index] as string))
    .find((found) => found !== undefined);
  return wrong ?? dateProblem(parts.slice(-3) as [string, string, string]);
}

const longestMonths = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Days of the week add due dates, so a schedule can only be impossible without them. */
function dateProblem([day, month, weekday]: [string, string, string]): string | undefined {
  const [, , ofMonth, ofYear] = fields as [Field, Field, Field, Field];
  if (!isAny(weekday)) return undefined;
  const first = Math.min(...numbersOf(ofMonth, day));
  const longest = Math.max(...numbersOf(ofYear, month).map((number) => longestMonths[number - 1] as number));
  if (first <= longest) return undefined;
  return `never runs, because none of its months has a day ${first}; fix the day of the month or the month`;
}

/** A step of one is no step, and one unrestricted part makes the entire field unrestricted. */
const isAny = (text: string) => text.split(",").some((part) => /^[*?](\/1)?$/.test(part));

/** Whether a valid schedule is due at a local minute, passed as if it were UTC; and the schedule's hours. */
export function dueOf(schedule: string): { isDue: (minute: Date) => boolean; hours: number[] } {
  const parts = (described[schedule.trim()] ?? schedule).trim().split(/\s+/).slice(-5);
  const [minutes, hours, ofMonth, ofYear, ofWeek] = parts.map((part, index) => numbersOf(fields[index] as Field, part));
  const [, , day = "", , weekday = ""] = parts;
  const isDay = (date: Date) => {
    const found = [ofMonth?.includes(date.getUTCDate()), ofWeek?.includes(date.getUTCDay())];
    return isAny(day) || isAny(weekday) ? !found.includes(false) : found.includes(true);
  };
  const isDue = (at: Date) =>
    minutes?.includes(at.getUTCMinutes()) === true &&
    hours?.includes(at.getUTCHours()) === true &&
    ofYear?.includes(at.getUTCMonth() + 1) === true &&
    isDay(at);
  return { isDue, hours: hours as number[] };
}

/** All numbers that a field matches. */
function numbersOf(field: Field, text: string): number[] {
  const all = Array.from({ length: field.most - field.least + 1 }, (_, index) => field.least + index);
  return text.split(",").flatMap((part) => {
    const [range = "", step] = part.split("/");
    const [from, to] = endsOf(field, range, step !== undefined);
    return all.filter((number) => number >= from && number <= to && (number - from) % Number(step ?? 1) === 0);
  });
}

/** With a step, a single number is the start of a range. */
function endsOf(field: Field, range: string, isStepped: boolean): [number, number] {
  if (range === "*" || range === "?") return [field.least, field.most];
  const [from, to] = range.split("-").map((end) => numberOf(field, end) as number) as [number, number?];
  return [from, to ?? (isStepped ? field.most : from)];
}

function fieldProblem(field: Field, text: string): string | undefined {
  const wrong = text.split(",").some((part) => !isRange(field, part));
  if (!wrong) return undefined;
  const names =
    field.names === undefined ? "" : ` or ${field.names[0]?.toUpperCase()} to ${field.names.at(-1)?.toUpperCase()}`;
  return `expected the ${field.title} as ${field.least} to ${field.most}${names}, "*", ranges "a-b", steps "/n" up to ${field.most} or a list with commas, not ${JSON.stringify(text)}`;
}

/** `*`, `a`, `a-b`, each with an optional `/step`. */
function isRange(field: Field, part: string): boolean {
  const [range = "", step, ...more] = part.split("/");
  if (more.length > 0 || (step !== undefined && !isStep(field, step))) return false;
  if (range === "*" || range === "?") return true;
  const ends = range.split("-").map((end) => numberOf(field, end));
  const [from, to = from, ...rest] = ends;
  if (rest.length > 0 || from === undefined || to === undefined || ends.includes(undefined)) return false;
  return from >= field.least && to <= field.most && from <= to;
}

/** A step beyond the field's range would match only the first number. */
function isStep({ most }: Field, text: string): boolean {
  return /^[1-9]\d*$/.test(text) && Number(text) <= most;
}

function numberOf({ names = [], least }: Field, text: string): number | undefined {
  const index = names.indexOf(text.toLowerCase());
  if (index >= 0) return index + least;
  return /^\d+$/.test(text) ? Number(text) : undefined;
}

export const schedule = z.string().refine((text) => scheduleProblem(text) === undefined, {
  error: ({ input }) => (typeof input === "string" ? scheduleProblem(input) : undefined) ?? expected,
  ...matching(schedulePattern),
});

export const timeZone = z.string().refine(isTimeZone, {
  error: 'expected the name of a time zone of the IANA database, e.g. "Europe/Berlin"',
  ...matching("^[A-Z][\\w+-]*(/[\\w+-]+)*$"),
});

function isTimeZone(name: string): boolean {
  try {
    return /^[A-Z]/.test(name) && new Intl.DateTimeFormat("en", { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
}
