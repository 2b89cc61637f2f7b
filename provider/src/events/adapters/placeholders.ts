// Templates of event attributes, as this package's sources read them. Pure.
import { didYouMean } from "../../input/didYouMean";
import type { Problem } from "../../input/problems";
import type { AdapterEventArgs } from "../eventArgs.gen";

/**
 * Problems of the placeholders in a template. `known` lists the kind's placeholders; one that ends with "." continues with a
 * name of the user's choice, e.g. `json.` for `{json.orderId}`.
 */
export function placeholderProblems(text: unknown, propertyPath: string, known: string[]): Problem[] {
  if (typeof text !== "string") return [];
  const rest = text.replace(/\{([^{}]*)\}/g, "");
  const braces = /[{}]/.test(rest)
    ? [{ propertyPath, reason: `has an unpaired brace; write placeholders as {${known[0]}}` }]
    : [];
  const words = [...text.matchAll(/\{([^{}]*)\}/g)].map(([, word]) => word as string);
  const unknown = words.filter((word) => !known.some((one) => isOf(word, one)));
  return [
    ...braces,
    ...unknown.map((word) => ({ propertyPath, reason: `unknown placeholder {${word}}; ${didYouMean(word, known)}` })),
  ];
}

export function eventProblems(event: AdapterEventArgs | undefined, path: string, known: string[]): Problem[] {
  return (["type", "source", "subject", "id"] as const).flatMap((attribute) =>
    placeholderProblems(event?.[attribute], `${path}.event.${attribute}`, known),
  );
}

function isOf(word: string, known: string): boolean {
  return known.endsWith(".") ? word.startsWith(known) && word.length > known.length : word === known;
}
