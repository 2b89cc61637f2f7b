// Under which forms a secret value may come back in the words of a program: whole, in parts, and as these are encoded. Pure.

/** Shorter ones are found in words that have nothing to do with them. */
export const leastCharacters = 6;

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
  const forms = [text, inQuotes, ...(text.length > longestQuoted ? [] : [ofGo(inQuotes), ...inUrls(text)])];
  return [...forms, ...forms.map(misformatted), hexadecimal, hexadecimal.toUpperCase()];
}

/** Nobody quotes more of a program's words, and a large secret is quoted by its lines. */
const longestQuoted = 4096;

/** Go's JSON can stand in HTML. */
function ofGo(inQuotes: string): string {
  return inQuotes.replace(/[<>&]/g, (one) => `\\u00${one.charCodeAt(0).toString(16)}`);
}

/** As JavaScript encodes any part, and as Go encodes a query, a password and a path, which leave some characters as they are. */
function inUrls(text: string): string[] {
  const encoded = recoded(text, encodeURIComponent);
  const strict = encoded.replace(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`);
  const password = strict.replace(/%(24|26|2B|2C|3B|3D)/g, decodeURIComponent);
  return [encoded, strict.replaceAll("%20", "+"), password, password.replace(/%(3A|40)/g, decodeURIComponent)];
}

/** Knative takes a container's last words for a format (apis.ConditionManager.MarkFalse), and each "%" in them for a verb. */
function misformatted(text: string): string {
  return text.replace(/%[ +\-#0]*\d*(?:\.\d*)?(.)/gsu, (_, verb) => (verb === "%" ? "%" : `%!${verb}(MISSING)`));
}

/** What is no text of a URL stays as it is. */
function recoded(text: string, recode: (text: string) => string): string {
  try {
    return recode(text);
  } catch {
    return text;
  }
}

/**
 * As Kubernetes keeps and quotes what is in a Secret: in both alphabets, with padding and without; and within more, such as
 * `user:password` of HTTP's basic authentication.
 */
function inBase64(text: string): string[] {
  const padded = Buffer.from(text).toString("base64");
  return [padded, padded.replace(/=+$/, ""), ...within(text)].flatMap((form) => [
    form,
    form.replaceAll("+", "-").replaceAll("/", "_"),
  ]);
}

/** Three bytes are four digits: what stands before and after the text has a part in the first and in the last ones. */
function within(text: string): string[] {
  const bytes = Buffer.from(text);
  const inner = [0, 1, 2].map((before) => {
    const digits = Buffer.concat([Buffer.alloc(before), bytes]).toString("base64");
    return digits.slice(before && before + 1, Math.floor(((before + bytes.length) * 4) / 3));
  });
  return inner.filter(({ length }) => length >= leastCharacters);
}
