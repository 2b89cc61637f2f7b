// The forms in which a secret value may appear in a program's output: complete, in parts, and encoded. Pure.

/** Shorter values also occur in unrelated text. */
export const leastCharacters = 6;

const isLong = (text: string) => text.trim().length >= leastCharacters;

/** Leaves out values that are too short to be recognised. */
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

/** The values of `NAME=value`, of `name: value`, and of the pairs in `Name=value;Name=value`, as in connection strings. */
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

/** The password and the query values of a URL, raw and decoded. The host stays visible, because an error needs it. */
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

/** Raw, quoted as in JSON and Go, URL-encoded, and hexadecimal. */
function written(text: string): string[] {
  const hexadecimal = Buffer.from(text).toString("hex");
  const inQuotes = JSON.stringify(text).slice(1, -1);
  const forms = [text, inQuotes, ...(text.length > longestQuoted ? [] : [ofGo(inQuotes), ...inUrls(text)])];
  return [...forms, ...forms.map(misformatted), hexadecimal, hexadecimal.toUpperCase()];
}

/** No message quotes more of a program's output, and large secrets are masked line by line. */
const longestQuoted = 4096;

/** Go escapes JSON for HTML. */
function ofGo(inQuotes: string): string {
  return inQuotes.replace(/[<>&]/g, (one) => `\\u00${one.charCodeAt(0).toString(16)}`);
}

/** As JavaScript encodes any part, and as Go encodes a query, a password and a path: the last two keep some characters. */
function inUrls(text: string): string[] {
  const encoded = recoded(text, encodeURIComponent);
  const strict = encoded.replace(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`);
  const password = strict.replace(/%(24|26|2B|2C|3B|3D)/g, decodeURIComponent);
  return [encoded, strict.replaceAll("%20", "+"), password, password.replace(/%(3A|40)/g, decodeURIComponent)];
}

/** Knative uses a container's termination message as a format (apis.ConditionManager.MarkFalse), and each "%" in it as a verb. */
function misformatted(text: string): string {
  return text.replace(/%[ +\-#0]*\d*(?:\.\d*)?(.)/gsu, (_, verb) => (verb === "%" ? "%" : `%!${verb}(MISSING)`));
}

/** Returns text that is not valid in a URL unchanged. */
function recoded(text: string, recode: (text: string) => string): string {
  try {
    return recode(text);
  } catch {
    return text;
  }
}

/**
 * In both base64 alphabets, with and without padding, as Kubernetes stores and quotes Secret data; and as a part of more, such as
 * `user:password` in HTTP basic authentication.
 */
function inBase64(text: string): string[] {
  const padded = Buffer.from(text).toString("base64");
  return [padded, padded.replace(/=+$/, ""), ...within(text)].flatMap((form) => [
    form,
    form.replaceAll("+", "-").replaceAll("/", "_"),
  ]);
}

/** Three bytes are four digits: text before and after it changes the first and the last ones. */
function within(text: string): string[] {
  const bytes = Buffer.from(text);
  const inner = [0, 1, 2].map((before) => {
    const digits = Buffer.concat([Buffer.alloc(before), bytes]).toString("base64");
    return digits.slice(before && before + 1, Math.floor(((before + bytes.length) * 4) / 3));
  });
  return inner.filter(({ length }) => length >= leastCharacters);
}
