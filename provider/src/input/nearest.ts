// Finds the name that the user probably meant by an unknown one. Pure.

/** Undefined if no known name is similar. */
export function nearest(name: string, known: string[]): string | undefined {
  const text = name.toLowerCase();
  const longer = text === "" ? undefined : known.find((candidate) => candidate.toLowerCase().startsWith(text));
  if (longer !== undefined) return longer;
  const exactly = known.find((candidate) => isNear(candidate.toLowerCase(), text));
  return exactly ?? known.find((candidate) => text !== "" && candidate.toLowerCase().endsWith(text));
}

/** True if the two differ by one insertion, deletion, replacement or swap, or if one starts with the other. */
function isNear(a: string, b: string): boolean {
  if (a.startsWith(b) || b.startsWith(a)) return true;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  const tails = [a.slice(start), b.slice(start)] as const;
  const [x, y] = tails;
  const swapped = x[0] === y[1] && x[1] === y[0] && x.slice(2) === y.slice(2);
  return swapped || x.slice(1) === y.slice(1) || x.slice(1) === y || x === y.slice(1);
}
