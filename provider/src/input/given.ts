// Objects without undefined properties: an undefined key would always differ from what the cluster stores.

export type Given<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

export function given<T extends object>(object: T): Given<T> {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as Given<T>;
}

/** The cluster stores no empty list, so one in a manifest would show as a change after each refresh. */
export function filled<T>(list: T[]): T[] | undefined {
  return list.length === 0 ? undefined : list;
}

/** An own property of the object: a user may choose a key such as `constructor`, which every object inherits. */
export function ownValue<T>(owner: Record<PropertyKey, T>, key: PropertyKey): T | undefined;
export function ownValue(owner: unknown, key: PropertyKey): unknown;
export function ownValue(owner: unknown, key: PropertyKey): unknown {
  if (owner === null || typeof owner !== "object" || !Object.hasOwn(owner, key)) return undefined;
  return (owner as Record<PropertyKey, unknown>)[key];
}
