// Under which forms a secret value may come back in the words of a program: whole, in parts, and as these are encoded. Pure.

/** Shorter ones are found in words that have nothing to do with them. */
const leastCharacters = 6;

const isLong = (text: string) => text.trim().length >= leastCharacters;

/** Without those that are too short to be told from other words. */
export function formsOf(values: unknown[]): string[] {
  const texts = values.filter((value) => typeof value === "string").filter(isLong);
  const parts = texts.flatMap(partsOf).filter(isLong);
  const base64 = [...texts, ...parts].flatMap(inBase64);
  return [...new Set([...parts.flatMap(written), ...base64])];
}

/** A key or a certificate has many lines. */
function partsOf(text: string): string[] {
  const lines = text.split("\n").map((line) => line.trim());
  const inLines = [...lines.flatMap(ofSettings), ...(parsed(text) ?? [])];
  return [...new Set([...lines, ...inLines, ...[...lines, ...inLines].flatMap(ofUrl)])];
}

/** The value of `NAME=value`, of `name: value`, and of each of `Name=value;Name=value`, as connection strings have them. */
function ofSettings(line: string): string[] {
  return line.split(/[;\s](?=[\w.-]+=)/).flatMap(ofSetting);
}

function ofSetting(pair: string): string[] {
  const end = pair.search(/=|:\s/);
  const value = pair
    .slice(end + 1)
    .trim()
    .replace(/[;,]$/, "");
  return /^["'\w. -]+$/.test(pair.slice(0, Math.max(end, 0))) ? [value.replace(/^(["'])(.*)\1$/, "$2")] : [];
}

/** The strings in JSON, at any depth. */
function parsed(text: string): string[] | undefined {
  try {
    return stringsIn(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function stringsIn(value: unknown): string[] {
  if (value instanceof Object) return Object.values(value).flatMap(stringsIn);
  return typeof value === "string" || typeof value === "number" ? [String(value)] : [];
}

/** The password in a URL and the values in its query, as they are and decoded. The host is what an error is understood by. */
function ofUrl(text: string): string[] {
  const [, rest] = /^[a-z][a-z0-9+.-]*:\/\/(.*)/i.exec(text) ?? [];
  if (rest === undefined) return [];
  const [, password] = /^[^:@/]*:([^/]+)@/.exec(rest) ?? [];
  const [, query = ""] = rest.split("?");
  const values = query.split("&").map((pair) => pair.slice(pair.indexOf("=") + 1));
  return [...(password === undefined ? [] : [password]), ...values].flatMap((part) => [
    part,
    recoded(part, decodeURIComponent),
  ]);
}

/** As it is, as JSON and Go quote it, as URLs encode it, and as hexadecimal digits. */
function written(text: string): string[] {
  const hexadecimal = Buffer.from(text).toString("hex");
  const inQuotes = JSON.stringify(text).slice(1, -1);
  return [text, inQuotes, recoded(text, encodeURIComponent), hexadecimal, hexadecimal.toUpperCase()];
}

/** What is no text of a URL stays as it is. */
function recoded(text: string, recode: (text: string) => string): string {
  try {
    return recode(text);
  } catch {
    return text;
  }
}

/** As Kubernetes keeps and quotes what is in a Secret: in both alphabets, with padding and without. */
function inBase64(text: string): string[] {
  const padded = Buffer.from(text).toString("base64");
  const forAddresses = padded.replaceAll("+", "-").replaceAll("/", "_");
  return [padded, forAddresses].flatMap((form) => [form, form.replace(/=+$/, "")]);
}
