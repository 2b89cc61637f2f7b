// Reads the default from a description: the sentence that begins with "Defaults to ...".

/** What follows "Defaults to", up to the end of the sentence. */
export function defaultOf(description: string): string | undefined {
  return /(?:^|\s)Defaults to (.*?)(?<!\b(?:e\.g|i\.e))\.(?=\s|$)/s.exec(description)?.[1];
}

/** Its value if it names one: a word or pairs in code marks, a number, true or false; undefined for `none`. */
export function defaultValue(description: string): unknown {
  const text = defaultOf(description);
  if (text === undefined) return undefined;
  const pairs = [...text.matchAll(/`(\w+): ([^`]+)`/g)].map(([, key, value]) => [key, value] as const);
  if (pairs.length > 0) return Object.fromEntries(pairs);
  const [, code, number, flag, nothing] =
    /^(?:`([^`]+)`|(-?\d+(?:\.\d+)?)|(true|false)|(none))(?=$|[:;,]| and\b| \()/.exec(text) ?? [];
  if (nothing !== undefined) return {};
  if (number !== undefined) return Number(number);
  return flag === undefined ? code : flag === "true";
}
