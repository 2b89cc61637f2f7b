// The values of CESQL: how one type is cast to another, and texts by their bytes (CloudEvents SDK for Go, sql/v2/utils).

export type Value = string | number | boolean;
export type Type = "string" | "number" | "boolean";

export function typeOf(value: Value): Type {
  return typeof value as Type;
}

/** An expression that can't be evaluated: a filter with it does not match. */
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
  if (number !== (number | 0)) throw new EvaluationError(`${JSON.stringify(value)} is no Integer`);
  return number;
}

function toBoolean(value: Value): boolean {
  if (typeof value === "number") return value !== 0;
  const text = String(value).toLowerCase();
  if (text !== "true" && text !== "false") throw new EvaluationError(`${JSON.stringify(value)} is no Boolean`);
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

/** A character for each byte: Go counts and cuts a text by its bytes. */
export function bytes(text: string): string {
  return Buffer.from(text, "utf8").toString("latin1");
}

export function fromBytes(text: string): string {
  return Buffer.from(text, "latin1").toString("utf8");
}
