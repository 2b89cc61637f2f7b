// Values that may stand in no message: what a program prints of its own secrets comes back in the words of its Pod.
import * as pulumi from "@pulumi/pulumi";
import { knownOf } from "./combined";
import { oncePerDeployment } from "./previous";

const hidden = oncePerDeployment(() => new Set<string>());

/** Shorter ones are found in words that have nothing to do with them. */
const leastCharacters = 6;

/** Each line of them, as soon as it is known: a key or a certificate has many. */
export function hide(values: pulumi.Input<Record<string, pulumi.Input<string>>> | undefined): void {
  if (values === undefined) return;
  const all = hidden();
  const add = (known: Record<string, unknown> | undefined) => {
    for (const line of linesOf(Object.values(known ?? {}))) all.add(line);
  };
  // A value that fails is told where it is used.
  knownOf(pulumi.output(values) as pulumi.Output<Record<string, unknown>>).then(add, () => undefined);
}

/** As they are, as a program prints them in JSON or in quotes, and in base64, as Kubernetes keeps and quotes what is in a Secret. */
export function linesOf(values: unknown[]): string[] {
  const texts = values.filter((value) => typeof value === "string").filter((text) => isLong(text.trim()));
  const lines = texts.flatMap((text) => text.split("\n").map((line) => line.trim())).filter(isLong);
  const quoted = lines.map((line) => JSON.stringify(line).slice(1, -1));
  return [...new Set([...lines, ...quoted, ...[...texts, ...lines].flatMap(inBase64)])];
}

/** In both alphabets, with padding and without. */
function inBase64(text: string): string[] {
  const padded = Buffer.from(text).toString("base64");
  const forAddresses = padded.replaceAll("+", "-").replaceAll("/", "_");
  return [padded, forAddresses].flatMap((form) => [form, form.replace(/=+$/, "")]);
}

const isLong = (line: string) => line.length >= leastCharacters;

export const withoutHidden = (text: string): string => masked(text, hidden());

/** Pure. The longest first, as one may hold another. */
export function masked(text: string, values: Iterable<string>): string {
  const longest = [...values].sort((one, other) => other.length - one.length);
  return longest.reduce((left, value) => left.replaceAll(value, "[secret]"), text);
}
