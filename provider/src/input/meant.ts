// Coerces values whose meaning is clear to the type that the schema expects.
import type { z } from "zod";
import { asOutput, isLater } from "../pulumi/value";
import { ownValue } from "./given";

interface Definition {
  type: string;
  shape?: Record<string, z.ZodType>;
  innerType?: z.ZodType;
  valueType?: z.ZodType;
  element?: z.ZodType;
}

const definition = (schema: z.ZodType) => schema.def as Definition;

const bare = (schema: z.ZodType): z.ZodType => {
  const { innerType } = definition(schema);
  return innerType === undefined ? schema : bare(innerType);
};

/**
 * In a map of strings an integer or boolean becomes the string it was written as: YAML and `pulumi config set --path` turn `5` and
 * `true` into those types. What comes from another stack has its properties spelled the way the SDK of that stack's program does.
 */
export function coerce<A>(schema: z.ZodType, value: A): A {
  return asMeant(bare(schema), value) as A;
}

function asMeant(schema: z.ZodType, value: unknown): unknown {
  const { shape, valueType, element } = definition(schema);
  if (isLater(value)) return isTranslated(schema) ? asOutput(value).apply((known) => asMeant(schema, known)) : value;
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return element === undefined ? value : value.map((one) => asMeant(bare(element), one));
  if (shape !== undefined) return eachOf(respelled(schema, value, shape), (key) => ownValue(shape, key));
  if (valueType === undefined) return value;
  return isText(valueType) ? textsOf(value) : eachOf(value, () => valueType);
}

/** Other Outputs stay as they are: each additional one has a cost. */
const isTranslated = (schema: z.ZodType) => {
  const { valueType } = definition(schema);
  return schema.meta()?.carried === true || (valueType !== undefined && isText(valueType));
};

const isText = (schema: z.ZodType) => definition(bare(schema)).type === "string";

function eachOf(value: object, schemaOf: (key: string) => z.ZodType | undefined): object {
  const entries = Object.entries(value).map(([key, inner]) => {
    const schema = schemaOf(key);
    return [key, schema === undefined ? inner : asMeant(bare(schema), inner)];
  });
  return Object.fromEntries(entries);
}

function textsOf(map: object): object {
  const text = (value: unknown) => (isLater(value) ? asOutput(value).apply(asText) : asText(value));
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, text(value)]));
}

/** Fractions are left alone, because their original spelling is lost: 1.10 is 1.1. */
function asText(value: unknown): unknown {
  return typeof value === "boolean" || Number.isSafeInteger(value) ? String(value) : value;
}

/** Older SDKs for Python export `template_hash`. */
function respelled(schema: z.ZodType, value: object, shape: Record<string, z.ZodType>): object {
  if (schema.meta()?.carried !== true) return value;
  const names = new Map(Object.keys(shape).map((name) => [folded(name), name]));
  const entries = Object.entries(value).map(([key, inner]) => [names.get(folded(key)) ?? key, inner]);
  return Object.fromEntries(entries);
}

const folded = (name: string) => name.replaceAll("_", "").toLowerCase();
