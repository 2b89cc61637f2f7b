// What a zod schema says of one value, as the API server can check it: bounds, a pattern of RE2, and conditions in CEL with words.
import type { z } from "zod";
import { definition } from "../shape";
import { text } from "./rule";

export type Json = Record<string, unknown>;

/** A condition on a value that is called `value`, in CEL. */
type Say = (value: string) => string;

export interface Condition {
  say: Say;
  message: string;
  /** The schema's pattern says the same. */
  isPattern: boolean;
}

export interface Checked {
  /** Of the JSON schema. */
  bounds: Json;
  conditions: Condition[];
  /** Words of what neither can say. */
  unsaid: string[];
}

const nothing: Checked = { bounds: {}, conditions: [], unsaid: [] };

export function checked(schema: z.ZodType): Checked {
  const { type, checks = [] } = definition(schema);
  const all: Record<string, unknown>[] = checks.map((check: { _zod: { def: object } }) => check._zod.def);
  return all.map((check) => ofCheck(type, check)).reduce(joined, nothing);
}

function joined(one: Checked, other: Checked): Checked {
  return {
    bounds: { ...one.bounds, ...other.bounds },
    conditions: [...one.conditions, ...other.conditions],
    unsaid: [...one.unsaid, ...other.unsaid],
  };
}

const boundNames: Record<string, Record<string, string>> = {
  min_length: { string: "minLength", array: "minItems" },
  max_length: { string: "maxLength", array: "maxItems" },
  greater_than: { number: "minimum" },
  less_than: { number: "maximum" },
};

function ofCheck(type: string, check: Record<string, unknown>): Checked {
  const bound = boundNames[check.check as string]?.[type];
  if (bound !== undefined) return { ...nothing, bounds: { [bound]: check.minimum ?? check.maximum ?? check.value } };
  if (check.check === "number_format") return nothing;
  const message = (check.error as (issue: object) => string)({});
  if (check.pattern instanceof RegExp) return ofPattern(check.pattern.source, message);
  const say = refinement(message);
  return say === undefined
    ? { ...nothing, unsaid: [message] }
    : { ...nothing, conditions: [{ say, message, isPattern: false }] };
}

/** Refinements are functions of ours; by their words, what they ask for. `(a, b)` in the words are the names that are meant. */
const refinements: [RegExp, (names: string) => Say][] = [
  [/^is used by Knative's queue-proxy/, () => (value) => `!(${value} in [8008, 8012, 8013, 8022, 9090, 9091])`],
  [/^is set by Knative itself \((.*) are reserved\)/, (names) => (value) => `!(${value} in ${list(names)})`],
  [/^is an attribute of CloudEvents itself \((.*) are\)/, (names) => (value) => `!(${value} in ${list(names)})`],
  [/^is the name of a container/, () => (value) => `!(${value} in ${list("queue-proxy, user-container")})`],
  [
    /^is a path that Knative reserves/,
    () => (value) => `!${value}.matches(r'^(/+[.])*(/+dev((/+[.])*/+log)?)?(/+[.])*/*$')`,
  ],
  [/^is inside the cluster's own domain/, () => (value) => `!${value}.endsWith('.cluster.local')`],
  [/^expected an IP address/, () => (value) => `isIP(${value})`],
  [/^expected the name of a time zone/, () => (value) => `${value}.matches(r'^[A-Z][\\w+-]*(/[\\w+-]+)*$')`],
  [/^expected a cron expression/, () => (value) => `${value}.matches(${text(cron)})`],
];

function refinement(message: string): Say | undefined {
  const rows = refinements.map(([words, say]) => ({ found: words.exec(message), say }));
  const row = rows.find(({ found }) => found !== null);
  return row?.say(row.found?.[1] ?? "");
}

function list(names: string): string {
  return `[${names
    .split(/, | and /)
    .map(text)
    .join(", ")}]`;
}

/** As Knative reads schedules, but for ranges that run backwards: those its own webhook refuses. */
const cron = cronPattern();

function cronPattern(): string {
  const field = (one: string) => {
    const range = `(\\*|\\?|(${one})(-(${one}))?)(/[1-9]\\d*)?`;
    return `${range}(,${range})*`;
  };
  const month = "0?[1-9]|1[0-2]|(?i:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)";
  const day = "0?[0-6]|(?i:sun|mon|tue|wed|thu|fri|sat)";
  const fields = ["[0-5]?\\d", "[01]?\\d|2[0-3]", "0?[1-9]|[12]\\d|3[01]", month, day].map(field);
  const named = "@(yearly|annually|monthly|weekly|daily|midnight|hourly)";
  return `^\\s*(${named}|(${field("[0-5]?\\d")}\\s+)?${fields.join("\\s+")})\\s*$`;
}

/** A pattern for all tools that read the schema, and the same as a condition, as only that has words. */
function ofPattern(source: string, message: string): Checked {
  const found = withoutLookahead(source.replace(/\\\//g, "/"));
  if (found === undefined) return { ...nothing, unsaid: [message] };
  const { pattern, also } = found;
  const say: Say = (value) => [`${value}.matches(${text(pattern)})`, ...also.map((one) => one(value))].join(" && ");
  return { bounds: { pattern }, conditions: [{ say, message, isPattern: also.length === 0 }], unsaid: [] };
}

interface Pattern {
  pattern: string;
  also: Say[];
}

/** RE2 looks at nothing ahead: what a pattern begins with is said apart. Undefined for what stands in its middle. */
function withoutLookahead(source: string): Pattern | undefined {
  const also: Say[] = [];
  let pattern = source;
  for (let ahead = aheadOf(pattern); ahead !== undefined; ahead = aheadOf(pattern)) {
    const { sign, inner, rest } = ahead;
    also.push((value) => `${sign === "!" ? "!" : ""}${value}.matches(${text(`^(${inner})`)})`);
    pattern = `^${rest}`;
  }
  return /\(\?[=!<]/.test(pattern) ? undefined : { pattern, also };
}

/** A look-ahead right behind the start, up to its own bracket. */
function aheadOf(pattern: string): { sign: string; inner: string; rest: string } | undefined {
  const start = /^\^\(\?([=!])/.exec(pattern);
  if (start === null) return undefined;
  let depth = 1;
  let end = start[0].length;
  for (; depth > 0; end += pattern[end] === "\\" ? 2 : 1) depth += bracket(pattern[end]);
  return { sign: start[1] as string, inner: pattern.slice(start[0].length, end - 1), rest: pattern.slice(end) };
}

function bracket(character: string | undefined): number {
  return character === "(" ? 1 : character === ")" ? -1 : 0;
}
