// Arguments as rules see them while some values are still unknown, and whether a rule tried to read one of those.
import { ownValue } from "./given";

/** Replaces a leaf whose value is not known yet: it counts as present for "required", and every check skips it. */
export const pending = Symbol("pending");

/** Calls `looked` whenever a pending value, or a list that contains one, is read. */
export function withoutPending(value: unknown, looked: () => void): unknown {
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return listWithoutPending(value, looked);
  const known = Object.entries(value).filter(([, inner]) => inner !== pending);
  const copied = Object.fromEntries(known.map(([key, inner]) => [key, withoutPending(inner, looked)]));
  if (known.length === Object.keys(value).length) return copied;
  const look = (key: PropertyKey) => ownValue(value, key) === pending && looked();
  return new Proxy(copied, {
    get: (owner, key) => {
      look(key);
      return Reflect.get(owner, key);
    },
    has: (owner, key) => {
      look(key);
      return Reflect.has(owner, key);
    },
  });
}

function listWithoutPending(list: unknown[], looked: () => void): unknown {
  const known = list.filter((inner) => inner !== pending).map((inner) => withoutPending(inner, looked));
  if (known.length === list.length) return known;
  return new Proxy(known, {
    get: (owner, key) => {
      looked();
      return Reflect.get(owner, key);
    },
  });
}
