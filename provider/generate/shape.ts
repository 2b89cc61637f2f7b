// Reads zod schemas for the generators: properties without their wrappers.
import type { z } from "zod";
import { isShape } from "../src/input/face";

export interface Property {
  schema: z.ZodType;
  optional: boolean;
  description: string;
  /** Must be known at construction: objects always; maps, lists and scalars if their metadata requires it. */
  plain: boolean;
  secret: boolean;
}

// biome-ignore lint/suspicious/noExplicitAny: zod's definition objects differ by kind
export const definition = (schema: z.ZodType): any => schema.def;

export function property(schema: z.ZodType): Property {
  const meta = schema.meta() ?? {};
  const optional = definition(schema).type === "optional";
  const bare = unwrapped(schema);
  const plain = isShape(bare) || meta.plain === true;
  return { schema: bare, optional, description: meta.description ?? "", plain, secret: isSecret(bare, meta) };
}

/** A list or map whose entries must be known. */
export function isPlainItem(schema: z.ZodType): boolean {
  return isShape(schema) || schema.meta()?.plain === true;
}

export function properties(object: z.ZodType): [string, Property][] {
  const shape: Record<string, z.ZodType> = definition(object).shape;
  return Object.entries(shape).map(([name, schema]) => [spellable(name), property(schema)]);
}

/** SDKs use a property's name unquoted. */
function spellable(name: string): string {
  if (/^[a-z][A-Za-z0-9]*$/.test(name)) return name;
  throw new Error(`the property ${name} of the public face is not a name in every language: write it in camel case`);
}

export function unwrapped(schema: z.ZodType): z.ZodType {
  return definition(schema).type === "optional" ? unwrapped(definition(schema).innerType) : schema;
}

/** A named type: objects and enums with an id. The id of an enum may be on its `optional`. */
export function typeName(schema: z.ZodType): string {
  const name = named(schema).meta()?.id;
  if (name === undefined) throw new Error(`a ${definition(schema).type} of the public face has no id in its metadata`);
  return name;
}

/** The schema with the id: a property with its own description is a copy without it. */
function named(schema: z.ZodType): z.ZodType {
  const original = schema._zod.parent as z.ZodType | undefined;
  return schema.meta()?.id === undefined && original !== undefined ? named(original) : schema;
}

/** Every object and enum below a schema, each once, in order of first occurrence. */
export function namedTypes(schema: z.ZodType, found = new Map<string, z.ZodType>()): Map<string, z.ZodType> {
  const def = definition(schema);
  if (def.type === "enum" || (def.type === "object" && named(schema).meta()?.id !== undefined)) {
    const name = typeName(schema);
    if (found.has(name)) return found;
    found.set(name, named(schema));
  }
  const inner = [def.innerType, def.valueType, def.element, ...Object.values(def.shape ?? {})];
  for (const next of inner.filter((candidate) => candidate !== undefined)) namedTypes(next as z.ZodType, found);
  return found;
}

function isSecret(schema: z.ZodType, meta: { secret?: boolean }): boolean {
  const { valueType } = definition(schema);
  return meta.secret === true || (valueType !== undefined && unwrapped(valueType).meta()?.secret === true);
}
