// What is asked once: the answer, or the question that is under way.

/** A question that failed is put again by whoever asks next. */
export function memoized<Value>(
  all: Map<string, Promise<Value>>,
  key: string,
  ask: () => Promise<Value>,
): Promise<Value> {
  const known = all.get(key);
  if (known !== undefined) return known;
  const asked = ask();
  all.set(key, asked);
  asked.catch(() => all.delete(key));
  return asked;
}

/** The map of an object that lives as long as the object. */
export function mapOf<Owner extends object, Value>(all: WeakMap<Owner, Map<string, Value>>, owner: Owner) {
  const own = all.get(owner) ?? new Map<string, Value>();
  all.set(owner, own);
  return own;
}
