// Checks "exactly one of these properties" wherever a schema's metadata require it.
import type { z } from "zod";
import { ownValue } from "./given";
import type { Problem } from "./problems";

/** One problem for each object that has none or several of its mutually exclusive properties. */
export function oneOfProblems(schema: z.ZodType, value: unknown, path: string[] = []): Problem[] {
  if (value === null || typeof value !== "object") return [];
  const def = schema.def as {
    shape?: Record<string, z.ZodType>;
    innerType?: z.ZodType;
    element?: z.ZodType;
    valueType?: z.ZodType;
  };
  if (def.innerType !== undefined) return oneOfProblems(def.innerType, value, path);
  const below = Object.entries(value).flatMap(([key, inner]) => {
    const next = def.shape === undefined ? (def.element ?? def.valueType) : ownValue(def.shape, key);
    return next === undefined ? [] : oneOfProblems(next, inner, [...path, key]);
  });
  return [...(Array.isArray(value) ? [] : own(schema.meta()?.oneOf, value, path)), ...below];
}

function own(names: string[] | undefined, value: object, path: string[]): Problem[] {
  const given = names?.filter((name) => Object.hasOwn(value, name)) ?? [];
  if (names === undefined || given.length === 1) return [];
  if (given.length > 1)
    return [
      {
        propertyPath: [...path, given[1]].join("."),
        reason: `${given.join(" and ")} are mutually exclusive; set only one`,
      },
    ];
  return [{ propertyPath: path.join("."), reason: `expected exactly one of ${names.join(", ")}; set one of them` }];
}
