// What rules see of arguments of which some are not known yet, and whether a rule has looked for one of those.
import { ownValue } from "./given";

/** Stands for a leaf whose value is not known yet: present, so that "required" holds, and skipped by every check. */
export const pending = Symbol("pending");

/** `looked` is called when somebody looks for a value that was left out, or into a list that is not whole. */
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
