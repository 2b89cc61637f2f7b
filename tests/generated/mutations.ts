// One to three random mistakes in valid arguments: values, keys, shapes, secrets and unknowns in the wrong places.
import { output, Secret, secret, Unknown, unknown } from "../plugin/values";
import type { Args } from "./arguments";
import type { Chance } from "./chance";
import { oddKeys, oddTexts, oddValue } from "./odd";

/** Part of every secret that is set, so that it is recognised wherever it is shown. */
export const marker = "hunter2-5up3r";

interface Place {
  owner: Args;
  key: string | number;
}

const isOwner = (value: unknown): value is Args =>
  value !== null &&
  typeof value === "object" &&
  [Object.prototype, Array.prototype].includes(Object.getPrototypeOf(value));

/** The nested places, with the object or list that contains each; not all of what an earlier mistake enlarged. */
function placesIn(owner: Args, depth = 0): Place[] {
  if (depth > 12) return [];
  const own = Object.keys(owner)
    .slice(0, 40)
    .map((key): Place => ({ owner, key: Array.isArray(owner) ? Number(key) : key }));
  return own.flatMap((place) => {
    const inner = owner[place.key];
    return isOwner(inner) ? [place, ...placesIn(inner, depth + 1)] : [place];
  });
}

/** An own property, even if it is called `__proto__`. */
const put = (owner: Args, key: string | number, value: unknown) =>
  void Object.defineProperty(owner, key, { value, enumerable: true, configurable: true, writable: true });

type Mutation = (place: Place, chance: Chance) => string;

const replace: Mutation = ({ owner, key }, chance) => {
  const value = oddValue(chance);
  put(owner, key, value);
  return "another value";
};

/** Most mistakes are close to a valid value. */
const alter: Mutation = ({ owner, key }, chance) => {
  const value = owner[key];
  const changed =
    typeof value === "string"
      ? chance.pick([
          value + chance.pick(oddTexts),
          chance.pick(oddTexts) + value,
          value.toUpperCase(),
          value.slice(1),
          value.repeat(100),
        ])
      : typeof value === "number"
        ? chance.pick([-value, value + 0.5, value * 1e9, value - 1, String(value), 1e21, Number.POSITIVE_INFINITY])
        : typeof value === "boolean"
          ? chance.pick<unknown>([!value, String(value), Number(value), null])
          : oddValue(chance);
  put(owner, key, changed);
  return "a value near it";
};

const addKey: Mutation = (place, chance) => {
  const inner = place.owner[place.key];
  const owner = isOwner(inner) && !Array.isArray(inner) ? inner : place.owner;
  if (Array.isArray(owner)) return replace(place, chance);
  put(owner, chance.pick(oddKeys), chance.is(0.5) ? oddValue(chance) : copyOf(inner));
  return "an odd key";
};

const renameKey: Mutation = ({ owner, key }, chance) => {
  if (typeof key !== "string") return replace({ owner, key }, chance);
  const value = owner[key];
  delete owner[key];
  const at = chance.whole(0, key.length - 1);
  const near = [
    key.toUpperCase(),
    `${key}s`,
    key.slice(0, at) + key.slice(at + 1),
    `${key[0]}${key}`,
    key.replace(/[A-Z]/g, (big) => `_${big.toLowerCase()}`),
  ];
  put(owner, chance.is(0.7) ? chance.pick(near) : chance.pick(oddKeys), value);
  return "another name";
};

const remove: Mutation = ({ owner, key }) => {
  if (Array.isArray(owner)) owner.splice(Number(key), 1);
  else delete owner[key];
  return "left out";
};

const reshape: Mutation = ({ owner, key }, chance) => {
  const value = owner[key];
  const shapes = [
    [value],
    { [String(key)]: value },
    { 0: value },
    Array.isArray(value) ? { ...value } : [value, copyOf(value)],
    isOwner(value) ? Object.entries(value) : [value],
  ];
  put(owner, key, chance.pick<unknown>(shapes));
  return "another shape";
};

const twice: Mutation = ({ owner, key }, chance) => {
  const value = owner[key];
  if (Array.isArray(owner)) owner.push(value);
  else if (Array.isArray(value)) value.push(...value);
  else return replace({ owner, key }, chance);
  return "twice";
};

/** The value of another place. */
const move =
  (all: Place[]): Mutation =>
  ({ owner, key }, chance) => {
    const other = chance.pick(all);
    put(owner, key, copyOf(other.owner[other.key]));
    return "what stands elsewhere";
  };

const hide: Mutation = ({ owner, key }, chance) => {
  const value = owner[key];
  const hidden = chance.pick<unknown>([marker, value, [marker], { a: marker }, `${marker}\n`, 31337.5]);
  put(owner, key, secret(typeof value === "string" && chance.is(0.5) ? `${marker}${value}` : hidden));
  return "a secret";
};

const later: Mutation = ({ owner, key }, chance) => {
  const value = owner[key];
  put(
    owner,
    key,
    chance.pick<unknown>([
      unknown(),
      output(value, { dependencies: [someone] }),
      output(oddValue(chance)),
      output(unknown()),
    ]),
  );
  return "an Output";
};

const someone = "urn:pulumi:dev::project::a:b:C::other";

const mutations = (all: Place[], plain: boolean): [number, Mutation][] => [
  [5, replace],
  [6, alter],
  [4, addKey],
  [3, renameKey],
  [1, remove],
  [2, reshape],
  [1, twice],
  [2, move(all)],
  [plain ? 0 : 2, hide],
  [plain ? 0 : 2, later],
];

export interface Mutated {
  args: Args;
  /** What was done, and where. */
  what: string[];
}

/** A copy with the mistakes; `plain` is without secrets and unknowns. */
export function mutated(right: Args, chance: Chance, plain = false): Mutated {
  const count = chance.pick([1, 1, 2, 3]);
  const args = copyOf(right) as Args;
  const what = Array.from({ length: count }, () => {
    const all = placesIn(args);
    if (all.length === 0) return "";
    const weighted = mutations(all, plain).flatMap(([weight, mutation]) =>
      Array.from({ length: weight }, () => mutation),
    );
    const place = chance.pick(all);
    return `${String(place.key).slice(0, 40)}: ${chance.pick(weighted)(place, chance)}`;
  });
  return { args, what };
}

/** Deep, except for special values. */
function copyOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copyOf);
  if (!isOwner(value) || value instanceof Secret || value instanceof Unknown) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, copyOf(inner)]));
}
