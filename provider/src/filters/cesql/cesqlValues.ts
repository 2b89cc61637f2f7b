// The values of CESQL: casts between types, and strings as bytes (CloudEvents SDK for Go, sql/v2/utils).

export type Value = string | number | boolean;
export type Type = "string" | "number" | "boolean";

export function typeOf(value: Value): Type {
  return typeof value as Type;
}

/** The expression can't be evaluated: a filter with it does not match. */
export class EvaluationError extends Error {}

export function cast(value: Value, target: Type): Value {
  if (typeof value === target) return value;
  switch (target) {
    case "string":
      return String(value);
    case "number":
      return toInteger(value);
    case "boolean":
      return toBoolean(value);
  }
}

function toInteger(value: Value): number {
  if (typeof value === "boolean") return value ? 1 : 0;
  const number = /^[+-]?\d+$/.test(String(value)) ? Number(value) : Number.NaN;
  if (number !== (number | 0)) throw new EvaluationError(`${JSON.stringify(value)} is not an integer`);
  return number;
}

function toBoolean(value: Value): boolean {
  if (typeof value === "number") return value !== 0;
  const text = String(value).toLowerCase();
  if (text !== "true" && text !== "false") throw new EvaluationError(`${JSON.stringify(value)} is not a boolean`);
  return text === "true";
}

export function canCast(value: Value, target: Type): boolean {
  try {
    cast(value, target);
    return true;
  } catch {
    return false;
  }
}

/** One character per byte, because Go counts and slices strings by bytes. */
export function bytes(text: string): string {
  return Buffer.from(text, "utf8").toString("latin1");
}

export function fromBytes(text: string): string {
  return Buffer.from(text, "latin1").toString("utf8");
}
