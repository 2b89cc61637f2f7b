// The last message of one of this package's programs, whose log has one JSON object per line. Pure.

/** Only the message, without the time and other fields. Undefined if nothing was logged. */
export function lastLine(log: string): string | undefined {
  const line = log.trimEnd().split("\n").at(-1)?.trim();
  return line === undefined || line === "" ? undefined : (messageIn(line) ?? line);
}

function messageIn(line: string): string | undefined {
  try {
    const { msg, error, mistakes = [] } = JSON.parse(line);
    return [msg, error, ...mistakes].filter((part) => typeof part === "string").join(": ") || undefined;
  } catch {
    return undefined;
  }
}
