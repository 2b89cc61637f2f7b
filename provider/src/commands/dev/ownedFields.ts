// The fields of an object that one field manager owns, with their values. Pure.
import type { LiveObject, ManagedFields } from "../liveObject";

/** A tree of `f:NAME`; a leaf, or a list whose items are owned one by one, counts as a whole. */
type Fields = Record<string, unknown>;

/** The manager that applies the field at the path, e.g. `["f:spec", "f:traffic"]`. */
export function ownerOf({ metadata }: LiveObject, path: string[]): ManagedFields | undefined {
  return metadata.managedFields?.find(
    ({ operation, subresource, fieldsV1 }) =>
      operation === "Apply" && subresource === undefined && isIn(fieldsV1, path),
  );
}

function isIn(fields: unknown, [first, ...rest]: string[]): boolean {
  if (first === undefined) return true;
  const inner = (fields as Fields | undefined)?.[first];
  return inner !== undefined && isIn(inner, rest);
}

/** Server-side apply takes a field away from its manager if the manager applies again without it, so all of them are needed. */
export function ownedFields(fields: unknown, value: unknown): unknown {
  const names = Object.keys(fields as Fields).filter((key) => key !== ".");
  if (names.length === 0 || !names.every((key) => key.startsWith("f:"))) return value;
  const inner = names.flatMap((key) => {
    const part = (value as Fields | undefined)?.[key.slice(2)];
    return part === undefined ? [] : [[key.slice(2), ownedFields((fields as Fields)[key], part)]];
  });
  return Object.fromEntries(inner);
}
