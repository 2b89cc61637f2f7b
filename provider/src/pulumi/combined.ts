// A value made of several inputs: at once where all of them are known, as an Output otherwise.
import * as pulumi from "@pulumi/pulumi";

type Known<Inputs extends readonly unknown[]> = { [Index in keyof Inputs]: pulumi.Unwrap<Inputs[Index]> };

/**
 * As `pulumi.all(inputs).apply(make)`. An Output costs a program dozens of promises, so there is none where nothing is
 * left to wait for, and none around what is known already.
 */
export function combined<Inputs extends readonly unknown[], Result>(
  inputs: readonly [...Inputs],
  make: (...known: Known<Inputs>) => pulumi.Input<Result>,
): pulumi.Input<Result> {
  const later = inputs.filter(isLater);
  if (later.length === 0) return make(...(inputs as unknown as Known<Inputs>));
  const filled = (found: unknown[]) => {
    const known = [...found];
    return make(...(inputs.map((input) => (isLater(input) ? known.shift() : input)) as unknown as Known<Inputs>));
  };
  const only = later.length === 1 ? asOutput(later[0]) : undefined;
  return only === undefined
    ? (pulumi.all(later).apply((found) => filled(found as unknown[])) as pulumi.Output<Result>)
    : (only.apply((one) => filled([one])) as pulumi.Output<Result>);
}

/** As `pulumi.output`, which makes another Output even of one. */
export function asOutput<T>(value: pulumi.Input<T>): pulumi.Output<T> {
  return (pulumi.Output.isInstance(value) ? value : pulumi.output(value)) as pulumi.Output<T>;
}

/** Whether anything in a value is an Output or a promise, or not known yet. */
export function isLater(value: unknown): boolean {
  if (pulumi.Output.isInstance(value) || value instanceof Promise || pulumi.isUnknown(value)) return true;
  if (value === null || typeof value !== "object") return false;
  return Object.values(value).some(isLater);
}

/** The value, or undefined where a preview does not know it yet. */
export async function knownOf<T>(output: pulumi.Output<T>): Promise<T | undefined> {
  const inner = innerOf(output);
  const value = await inner.promise();
  return (await inner.isKnown) ? value : undefined;
}

/** What the SDK does not declare of an Output. */
interface Inner<T> {
  promise(): Promise<T>;
  isKnown: Promise<boolean>;
  isSecret: Promise<boolean>;
  /** Of all resources that it depends on. */
  allResources?(): Promise<Set<pulumi.Resource>>;
}

export const innerOf = <T>(output: pulumi.Output<T>) => output as unknown as Inner<T>;

/** Somebody else says what is wrong with the Outputs in this value: they fail nothing by themselves. */
export function ignoreRejections(value: unknown): void {
  if (pulumi.Output.isInstance(value)) {
    const { isKnown, isSecret } = innerOf(value);
    for (const one of [isKnown, isSecret]) one.catch(() => undefined);
  } else if (typeof value === "object" && value !== null) Object.values(value).forEach(ignoreRejections);
}

/** Stands in an Output for a value that a preview does not know. */
export const notKnown = <T>() => pulumi.unknown as unknown as T;
