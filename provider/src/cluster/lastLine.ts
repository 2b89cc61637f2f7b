// What a program of ours said last: its log is a line of JSON each. Pure.

/** Without the time and what else surrounds the words. Undefined where nothing was said. */
export function lastLine(log: string): string | undefined {
  const line = log.trimEnd().split("\n").at(-1)?.trim();
  return line === undefined || line === "" ? undefined : (wordsOf(line) ?? line);
}

function wordsOf(line: string): string | undefined {
  try {
    const { msg, error, mistakes = [] } = JSON.parse(line);
    return [msg, error, ...mistakes].filter((word) => typeof word === "string").join(": ") || undefined;
  } catch {
    return undefined;
  }
}
