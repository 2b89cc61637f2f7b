// A value computed from several inputs: immediately if all are known, otherwise as an Output.
import * as pulumi from "@pulumi/pulumi";

type Known<Inputs extends readonly unknown[]> = { [Index in keyof Inputs]: pulumi.Unwrap<Inputs[Index]> };

/**
 * Like `pulumi.all(inputs).apply(make)`. An Output costs a program dozens of promises, so none is created if there is nothing
 * to wait for, and known values are not wrapped.
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

/** Like `pulumi.output`, which however wraps even an Output again. */
export function asOutput<T>(value: pulumi.Input<T>): pulumi.Output<T> {
  return (pulumi.Output.isInstance(value) ? value : pulumi.output(value)) as pulumi.Output<T>;
}

/** Whether a value contains an Output, a promise or an unknown. */
export function isLater(value: unknown): boolean {
  if (pulumi.Output.isInstance(value) || value instanceof Promise || pulumi.isUnknown(value)) return true;
  if (value === null || typeof value !== "object") return false;
  return Object.values(value).some(isLater);
}

/** The value, or undefined if a preview does not know it yet. */
export async function knownOf<T>(output: pulumi.Output<T>): Promise<T | undefined> {
  const inner = innerOf(output);
  const value = await inner.promise();
  return (await inner.isKnown) ? value : undefined;
}

/** Members of Output that the SDK does not declare. */
interface Inner<T> {
  promise(): Promise<T>;
  isKnown: Promise<boolean>;
  isSecret: Promise<boolean>;
  /** All resources that the Output depends on. */
  allResources?(): Promise<Set<pulumi.Resource>>;
}

export const innerOf = <T>(output: pulumi.Output<T>) => output as unknown as Inner<T>;

/** For Outputs whose failure is reported elsewhere: prevents unhandled rejections. */
export function ignoreRejections(value: unknown): void {
  if (pulumi.Output.isInstance(value)) {
    const { isKnown, isSecret } = innerOf(value);
    for (const one of [isKnown, isSecret]) one.catch(() => undefined);
  } else if (typeof value === "object" && value !== null) Object.values(value).forEach(ignoreRejections);
}

/** Represents, in an Output, a value that a preview does not know. */
export const notKnown = <T>() => pulumi.unknown as unknown as T;
