// Translates a zod schema of one value for the API server: bounds, an RE2 pattern, and CEL conditions with messages.
import type { z } from "zod";
import { type Cel, celText } from "../../src/input/cel";
import { definition } from "../shape";

export type Json = Record<string, unknown>;

export interface Condition {
  say: Cel;
  message: string;
  /** The schema's pattern is equivalent. */
  isPattern: boolean;
}

export interface Checked {
  /** Keywords of the JSON schema. */
  bounds: Json;
  conditions: Condition[];
  /** Messages of checks that neither can express. */
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
  const say = (check.params as { cel?: Cel } | undefined)?.cel;
  return say === undefined
    ? { ...nothing, unsaid: [message] }
    : { ...nothing, conditions: [{ say, message, isPattern: false }] };
}

/** The pattern for tools that read the schema, and as a condition too, as only that has a message. */
function ofPattern(source: string, message: string): Checked {
  const found = withoutLookahead(source.replace(/\\\//g, "/"));
  if (found === undefined) return { ...nothing, unsaid: [message] };
  const { pattern, also } = found;
  const say: Cel = (value) => [`${value}.matches(${celText(pattern)})`, ...also.map((one) => one(value))].join(" && ");
  return { bounds: { pattern }, conditions: [{ say, message, isPattern: also.length === 0 }], unsaid: [] };
}

interface Pattern {
  pattern: string;
  also: Cel[];
}

/** RE2 has no lookahead, so one at the start becomes a separate condition. Undefined for one in the middle. */
function withoutLookahead(source: string): Pattern | undefined {
  const also: Cel[] = [];
  let pattern = source;
  for (let ahead = aheadOf(pattern); ahead !== undefined; ahead = aheadOf(pattern)) {
    const { sign, inner, rest } = ahead;
    also.push((value) => `${sign === "!" ? "!" : ""}${value}.matches(${celText(`^(${inner})`)})`);
    pattern = `^${rest}`;
  }
  return /\(\?[=!<]/.test(pattern) ? undefined : { pattern, also };
}

/** A lookahead at the start, up to its closing bracket. */
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
