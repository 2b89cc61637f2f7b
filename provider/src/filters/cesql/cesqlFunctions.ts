// The functions of CESQL (CloudEvents SDK for Go, sql/v2/function): their parameters and results.
import { bytes, canCast, cast, EvaluationError, fromBytes, type Type, type Value } from "./cesqlValues";

export interface CesqlFunction {
  /** Types of the parameters; undefined accepts any. */
  takes: (Type | undefined)[];
  /** The type of any number of additional arguments. */
  more?: Type;
  answers: Type;
  // biome-ignore lint/suspicious/noExplicitAny: the arguments have the types of `takes`
  run: (...args: any[]) => Value;
}

const text = "string";
const integer = "number";

const functions: Record<string, CesqlFunction[]> = {
  INT: [{ takes: [undefined], answers: integer, run: (value: Value) => cast(value, integer) }],
  BOOL: [{ takes: [undefined], answers: "boolean", run: (value: Value) => cast(value, "boolean") }],
  STRING: [{ takes: [undefined], answers: text, run: (value: Value) => cast(value, text) }],
  IS_INT: [{ takes: [undefined], answers: "boolean", run: (value: Value) => canCast(value, integer) }],
  IS_BOOL: [{ takes: [undefined], answers: "boolean", run: (value: Value) => canCast(value, "boolean") }],
  ABS: [{ takes: [integer], answers: integer, run: absolute }],
  LENGTH: [{ takes: [text], answers: integer, run: (of: string) => bytes(of).length }],
  CONCAT: [{ takes: [], more: text, answers: text, run: (...all: string[]) => all.join("") }],
  CONCAT_WS: [{ takes: [text], more: text, answers: text, run: (by: string, ...all: string[]) => all.join(by) }],
  LOWER: [{ takes: [text], answers: text, run: (of: string) => byCharacter(of, (one) => one.toLowerCase()) }],
  UPPER: [{ takes: [text], answers: text, run: (of: string) => byCharacter(of, (one) => one.toUpperCase()) }],
  TRIM: [
    { takes: [text], answers: text, run: (of: string) => of.replace(/^\p{White_Space}+|\p{White_Space}+$/gu, "") },
  ],
  LEFT: [{ takes: [text, integer], answers: text, run: (of: string, count: number) => cut(of, 0, positive(count)) }],
  RIGHT: [{ takes: [text, integer], answers: text, run: right }],
  SUBSTRING: [
    { takes: [text, integer], answers: text, run: substring },
    { takes: [text, integer, integer], answers: text, run: substring },
  ],
};

export const functionNames = Object.keys(functions);

export function functionOf(name: string, count: number): CesqlFunction | undefined {
  const all = functions[name] ?? [];
  const exact = all.find(({ takes, more }) => more === undefined && takes.length === count);
  return exact ?? all.find(({ takes, more }) => more !== undefined && takes.length <= count);
}

/** Go has no letter that changes into two. */
function byCharacter(of: string, change: (one: string) => string): string {
  return [...of].map((one) => (change(one).length === one.length ? change(one) : one)).join("");
}

function absolute(value: number): number {
  if (value === -(2 ** 31)) throw new EvaluationError("ABS overflows");
  return Math.abs(value);
}

function positive(count: number): number {
  if (count < 0) throw new EvaluationError(`a count below 0: ${count}`);
  return count;
}

function cut(of: string, from: number, to: number): string {
  return fromBytes(bytes(of).slice(from, to));
}

function right(of: string, count: number): string {
  const { length } = bytes(of);
  return cut(of, Math.max(0, length - positive(count)), length);
}

/** Positions start at 1; negative ones count from the end. */
function substring(of: string, position: number, count = 2 ** 31): string {
  const { length } = bytes(of);
  if (position === 0) return "";
  if (Math.abs(position) > length) throw new EvaluationError(`no position ${position} in a text of ${length}`);
  const begin = position < 0 ? length + position : position - 1;
  return cut(of, begin, begin + positive(count));
}
