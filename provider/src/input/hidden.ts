// Masks secret values in messages: what a program prints of its own secrets comes back in the messages of its Pod.
import * as pulumi from "@pulumi/pulumi";
import { oncePerDeployment } from "../pulumi/previous";
import { knownOf } from "../pulumi/value";
import { mask, withoutCut } from "./cutForms";
import { formsOf } from "./secretForms";

const hidden = oncePerDeployment(() => new Set<string>());

/** Masks the values, their parts and their encodings, as soon as they are known. */
export function hide(values: pulumi.Input<Record<string, pulumi.Input<string>>> | undefined): void {
  if (values === undefined) return;
  const all = hidden();
  const add = (known: Record<string, unknown> | undefined) => {
    for (const form of formsOf(Object.values(known ?? {}))) all.add(form);
  };
  // A value that fails is reported where it is used.
  knownOf(pulumi.output(values)).then(add, () => undefined);
}

export const withoutHidden = (text: string): string => masked(text, hidden());

/** Pure. Replaces the longest values first, because one may contain another. */
export function masked(text: string, values: Iterable<string>): string {
  const longest = [...values].sort((one, other) => other.length - one.length);
  const whole = longest.reduce((rest, value) => rest.replaceAll(value, mask), text);
  return withoutCut(text, whole, longest);
}
