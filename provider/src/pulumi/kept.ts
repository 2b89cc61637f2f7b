// Runs a query once and shares its result, even while it is in progress.

/** A failed query is repeated by the next caller. */
export function memoized<Value>(
  all: Map<string, Promise<Value>>,
  key: string,
  ask: () => Promise<Value>,
): Promise<Value> {
  const known = all.get(key);
  if (known !== undefined) return known;
  const result = ask();
  all.set(key, result);
  result.catch(() => all.delete(key));
  return result;
}

/** The map that belongs to an object and lives as long as it. */
export function mapOf<Owner extends object, Value>(all: WeakMap<Owner, Map<string, Value>>, owner: Owner) {
  const own = all.get(owner) ?? new Map<string, Value>();
  all.set(owner, own);
  return own;
}
