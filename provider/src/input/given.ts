// Objects without what is not given: an undefined key would be a difference to what the cluster keeps.

export function given<T extends object>(object: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as never;
}

/** A property of the object itself: a key that a user chose may be `constructor`, which every object inherits. */
export function ownValue<T>(owner: Record<PropertyKey, T>, key: PropertyKey): T | undefined;
export function ownValue(owner: unknown, key: PropertyKey): unknown;
export function ownValue(owner: unknown, key: PropertyKey): unknown {
  if (owner === null || typeof owner !== "object" || !Object.hasOwn(owner, key)) return undefined;
  return (owner as Record<PropertyKey, unknown>)[key];
}
