// Objects without undefined properties: an undefined key would always differ from what the cluster stores.

export type Given<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

export function given<T extends object>(object: T): Given<T> {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as Given<T>;
}

/** An own property of the object: a user may choose a key such as `constructor`, which every object inherits. */
export function ownValue<T>(owner: Record<PropertyKey, T>, key: PropertyKey): T | undefined;
export function ownValue(owner: unknown, key: PropertyKey): unknown;
export function ownValue(owner: unknown, key: PropertyKey): unknown {
  if (owner === null || typeof owner !== "object" || !Object.hasOwn(owner, key)) return undefined;
  return (owner as Record<PropertyKey, unknown>)[key];
}
