// The error messages of a property, derived from the schema's checks by the validation itself.
import type { z } from "zod";
import { allowed } from "../src/input/explain";
import type { Face } from "../src/input/face";
import { oneOfProblems } from "../src/input/oneOf";
import type { Problem } from "../src/input/problems";
import { namesIn, type Rule } from "../src/input/validate";
import { propertyAt } from "./groups";
import { definition, unwrapped } from "./shape";

type Issue = z.core.$ZodIssue;

/** The errors of a property, without the value received. */
export function mistakes(schema: z.ZodType): string[] {
  const def = definition(schema);
  const own = issues(schema).map(allowed);
  const lists = def.element === undefined ? [] : mistakes(unwrapped(def.element));
  const names = def.keyType === undefined ? [] : refinements(def.keyType);
  const values = def.valueType === undefined ? [] : mistakes(unwrapped(def.valueType));
  const oneOf = def.type === "object" ? exclusive(schema) : [];
  return [...new Set([...own, ...lists, ...names, ...values, ...oneOf])];
}

/** Only the messages about values, for a list of limits. */
export function limits(schema: z.ZodType): string[] {
  return issues(schema)
    .slice(1)
    .map(allowed)
    .filter((text) => text !== "expected a whole number")
    .map((text) => text.replace(/^expected /, ""));
}

function issues(schema: z.ZodType): Issue[] {
  const def = definition(schema);
  if (def.type === "enum") return [{ code: "invalid_value", values: Object.keys(def.entries) } as unknown as Issue];
  const type = { code: "invalid_type", expected: def.type } as unknown as Issue;
  const number = def.format === "safeint" ? [{ code: "invalid_type", expected: "int" } as unknown as Issue] : [];
  return [type, ...number, ...checks(schema)];
}

function refinements(schema: z.ZodType): string[] {
  return checks(schema).map(allowed);
}

/** The issues that zod reports when a check fails. */
function checks(schema: z.ZodType): Issue[] {
  const origin = definition(schema).type;
  const all: { _zod: { def: Record<string, unknown> } }[] = definition(schema).checks ?? [];
  return all.flatMap(({ _zod: { def } }) => {
    switch (def.check) {
      case "min_length":
      case "greater_than":
        return [{ code: "too_small", origin, minimum: def.minimum ?? def.value } as unknown as Issue];
      case "max_length":
      case "less_than":
        return [{ code: "too_big", origin, maximum: def.maximum ?? def.value } as unknown as Issue];
      case "number_format":
        return [];
      default:
        return [{ code: "custom", message: message(def.error) } as unknown as Issue];
    }
  });
}

/** Empty for a check without its own message; a test finds those. */
function message(error: unknown): string {
  const text = typeof error === "function" ? error({}) : undefined;
  return typeof text === "string" ? text : "";
}

function exclusive(schema: z.ZodType): string[] {
  const names = schema.meta()?.oneOf ?? [];
  if (names.length === 0) return [];
  const two = Object.fromEntries(names.slice(0, 2).map((name) => [name, undefined]));
  return [...oneOfProblems(schema, {}), ...oneOfProblems(schema, two)].map(({ reason }) => reason);
}

/** Arguments that break one rule each, by the rule's name. */
export type WrongArguments = Record<string, object>;

export interface Message extends Problem {
  /** The property that reports it, e.g. `FunctionScale.min`. */
  property: string;
}

/** The messages of rules over several properties, from arguments that break them. A test finds rules without arguments. */
// biome-ignore lint/suspicious/noExplicitAny: rules of any component
export function ruleMistakes(face: Face, rules: Rule<any>[], wrong: WrongArguments): Message[] {
  return rules.flatMap((rule) => {
    const args = wrong[rule.name] ?? {};
    return (rule.name in wrong ? rule(args, namesIn(args)) : []).map((problem) => ({
      ...problem,
      property: propertyAt(face.name, face.args, problem.propertyPath),
    }));
  });
}
