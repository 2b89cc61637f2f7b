// Masks the rest of a secret at the end or the beginning of a quote that was cut in the middle of it. Pure.
import { leastCharacters } from "./secretForms";

export const mask = "[secret]";

/** The length of a gate's quote of a response (longestQuote in provider/programs/internal/rollout/http.go). */
const shortestCut = 300;

/** Kubernetes keeps this many bytes of a log's end, or 80 lines. */
const keptOfLog = 2048;

const dots = /(\.\.\.|…)$/m;

/** `whole` is the text with all complete values masked; it may be shorter. */
export function withoutCut(text: string, whole: string, values: string[]): string {
  const isCut = text.split("\n").some((line) => Buffer.byteLength(line) >= shortestCut) || dots.test(text);
  const isLog = Buffer.byteLength(text) >= keptOfLog;
  if (!isCut && !isLog) return whole;
  const heads = grouped(values, (value) => value.slice(0, leastCharacters));
  const tails = grouped(isLog ? values : [], (value) => value.slice(-leastCharacters));
  return whole
    .split("\n")
    .map((line) => withoutBeginnings(withoutEnd(line, heads), tails))
    .join("\n");
}

/** By their first or last characters: a large secret has hundreds of thousands of values. */
type Values = Map<string, string[]>;

function grouped(values: string[], keyOf: (value: string) => string): Values {
  const groups: Values = new Map();
  for (const value of values) {
    const group = groups.get(keyOf(value));
    if (group === undefined) groups.set(keyOf(value), [value]);
    else group.push(value);
  }
  return groups;
}

function withoutEnd(line: string, heads: Values): string {
  const text = line.replace(dots, "");
  for (let at = 0; at + leastCharacters <= text.length; at++) {
    const rest = text.slice(at);
    const values = heads.get(rest.slice(0, leastCharacters));
    if (values?.some((value) => value.startsWith(rest))) return text.slice(0, at) + mask + line.slice(text.length);
  }
  return line;
}

/** A log begins on its own line, or after a colon. */
function withoutBeginnings(line: string, tails: Values): string {
  return line
    .split(": ")
    .map((text) => withoutBeginning(text, tails))
    .join(": ");
}

function withoutBeginning(text: string, tails: Values): string {
  for (let end = text.length; end >= leastCharacters; end--) {
    const values = tails.get(text.slice(end - leastCharacters, end));
    if (values?.some((value) => value.endsWith(text.slice(0, end)))) return mask + text.slice(end);
  }
  return text;
}
