// Evaluates CESQL expressions like the filters of Knative's broker (CloudEvents SDK for Go, sql/v2).
import { counted } from "../../input/counted";
import type { Event } from "../filteredEvent";
import { functionOf } from "./cesqlFunctions";
import type { Expression } from "./cesqlParser";
import { bytes, cast, EvaluationError, typeOf, type Value } from "./cesqlValues";

/** True if the expression is true; false also if it can't be evaluated, e.g. for a missing attribute. */
export function holds(expression: Expression, event: Event): boolean {
  try {
    return evaluate(expression, event) === true;
  } catch (error) {
    if (error instanceof EvaluationError) return false;
    throw error;
  }
}

export function evaluate(expression: Expression, event: Event): Value {
  const { kind } = expression;
  switch (kind) {
    case "literal":
      return expression.value;
    case "attribute":
      return attribute(expression.name, event);
    case "exists":
      return always.includes(expression.name) || event[expression.name] !== undefined;
    case "not":
      return !cast(evaluate(expression.of, event), "boolean");
    case "negate":
      return -(cast(evaluate(expression.of, event), "number") as number) | 0;
    case "like":
      return like(bytes(cast(evaluate(expression.of, event), "string") as string), bytes(expression.pattern));
    case "in":
      return isIn(expression, event);
    case "call":
      return call(expression, event);
    case "binary":
      return binary(expression, event);
  }
}

/** Attributes that every event has. */
const always = ["id", "source", "specversion", "type"];

function attribute(name: string, event: Event): Value {
  const value = event[name] ?? (name === "specversion" ? "1.0" : undefined);
  if (value === undefined) throw new EvaluationError(`the event has no attribute ${name}`);
  return value;
}

function isIn({ of, set }: Extract<Expression, { kind: "in" }>, event: Event): boolean {
  const value = evaluate(of, event);
  return set.some((one) => cast(evaluate(one, event), typeOf(value)) === value);
}

function call({ name, args }: Extract<Expression, { kind: "call" }>, event: Event): Value {
  const of = functionOf(name, args.length);
  if (of === undefined) throw new EvaluationError(`no function ${name} of ${counted(args.length, "argument")}`);
  const values = args.map((arg, index) => {
    const value = evaluate(arg, event);
    const type = index < of.takes.length ? of.takes[index] : of.more;
    return type === undefined ? value : cast(value, type);
  });
  return of.run(...values);
}

type Binary = Extract<Expression, { kind: "binary" }>;

function binary(expression: Binary, event: Event): Value {
  const { operator, left, right } = expression;
  if (operator in logic) return logical(expression, event);
  const [one, other] = [evaluate(left, event), evaluate(right, event)];
  if (operator === "=") return cast(one, typeOf(other)) === other;
  if (operator === "!=" || operator === "<>") return cast(one, typeOf(other)) !== other;
  const numbers = [cast(one, "number"), cast(other, "number")] as [number, number];
  return (comparison[operator] ?? arithmetic[operator])?.(...numbers) as Value;
}

const logic: Record<string, (one: boolean, other: boolean) => boolean> = {
  AND: (one, other) => one && other,
  OR: (one, other) => one || other,
  XOR: (one, other) => one !== other,
};

/** Does not evaluate the right side if the left one decides. */
function logical({ operator, left, right }: Binary, event: Event): boolean {
  const one = cast(evaluate(left, event), "boolean") as boolean;
  if ((operator === "AND" && !one) || (operator === "OR" && one)) return one;
  const other = cast(evaluate(right, event), "boolean") as boolean;
  return logic[operator]?.(one, other) as boolean;
}

const comparison: Record<string, (one: number, other: number) => boolean> = {
  "<": (one, other) => one < other,
  "<=": (one, other) => one <= other,
  ">": (one, other) => one > other,
  ">=": (one, other) => one >= other,
};

/** Integers have 32 bits and overflow silently. */
const arithmetic: Record<string, (one: number, other: number) => number> = {
  "+": (one, other) => (one + other) | 0,
  "-": (one, other) => (one - other) | 0,
  "*": Math.imul,
  "/": (one, other) => Math.trunc(one / divisor(other)) | 0,
  "%": (one, other) => (one % divisor(other)) | 0,
};

function divisor(value: number): number {
  if (value === 0) throw new EvaluationError("division by zero");
  return value;
}

/** `%` matches any text, `_` any single byte. */
function like(text: string, pattern: string): boolean {
  const parts = pattern.match(/\\[_%]|[\s\S]/g) ?? [];
  return new RegExp(`^${parts.map((part) => wildcards[part] ?? literal(part)).join("")}$`).test(text);
}

/** After a backslash both are literal; but Go's matcher also accepts the backslash itself, and then they are wildcards. */
const wildcards: Record<string, string> = {
  "%": "[\\s\\S]*",
  _: "[\\s\\S]",
  "\\%": "(?:%|\\\\[\\s\\S]*)",
  "\\_": "(?:_|\\\\[\\s\\S])",
};

function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
}
