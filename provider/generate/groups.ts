// The arguments of a component as groups of properties: each object type once, at its first path.
import type { z } from "zod";
import { definition, type Property, properties, typeName, unwrapped } from "./shape";

export interface Group {
  /** The type's name; the component's own for the arguments themselves. */
  type: string;
  /** Its paths, the first of which is its home; maps are `NAME`, lists `[]`. */
  paths: string[];
  schema: z.ZodType;
  properties: [string, Property][];
}

export function groups(name: string, args: z.ZodType): Group[] {
  const found = new Map<string, Group>();
  const open: { type: string; path: string; schema: z.ZodType }[] = [{ type: name, path: "", schema: args }];
  for (let next = open.shift(); next !== undefined; next = open.shift()) {
    const { type, path, schema } = next;
    const known = found.get(type);
    if (known !== undefined) {
      known.paths.push(path);
      continue;
    }
    const all = properties(schema);
    found.set(type, { type, paths: [path], schema, properties: all });
    for (const [property, { schema: inner }] of all) {
      const group = inside(inner, joined(path, property));
      if (group !== undefined) open.push({ type: typeName(group.schema), ...group });
    }
  }
  return [...found.values()];
}

export function joined(path: string, name: string): string {
  return path === "" ? name : `${path}.${name}`;
}

/** The object that a property holds, itself or in a list or map, and its path. */
export function inside(schema: z.ZodType, path: string): { schema: z.ZodType; path: string } | undefined {
  const def = definition(schema);
  if (def.type === "object") return { schema, path };
  if (def.type === "array") return inside(unwrapped(def.element), `${path}[]`);
  if (def.type === "record") return inside(unwrapped(def.valueType), `${path}.NAME`);
  return undefined;
}

/** The property that a path of user arguments refers to, as `FunctionScale.min`. */
export function propertyAt(name: string, args: z.ZodType, path: string): string {
  let owner = name;
  let property = "";
  let schema = args;
  for (const key of path.split(".")) {
    const def = definition(schema);
    const next: z.ZodType | undefined = def.shape?.[key] ?? def.valueType ?? def.element;
    if (next === undefined) break;
    if (def.type === "object") {
      if (schema !== args) owner = typeName(schema);
      property = key;
    }
    schema = unwrapped(next);
  }
  return `${owner}.${property}`;
}
