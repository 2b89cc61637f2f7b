// Values that are known now or only later, and what is made of them: now if everything is known, otherwise as an Output.
import * as pulumi from "@pulumi/pulumi";
import { innerOf } from "./undeclared";

/** Known now, or later: what the SDK calls an Input. Even a value that is known now may contain others that are not. */
export type Value<T> = T | Later<T>;

type Later<T> = Promise<T> | pulumi.OutputInstance<T>;

/** SDKs that send no Outputs pass an unknown value without an Output around it. */
export function isLater<T>(value: Value<T>): value is Later<T> {
  return pulumi.Output.isInstance(value) || value instanceof Promise || pulumi.isUnknown(value);
}

/** Whether a value is or contains one that is not known now. */
export function hasLater(value: unknown): boolean {
  if (isLater(value)) return true;
  return value !== null && typeof value === "object" && Object.values(value).some(hasLater);
}

/** Like `pulumi.output`, which however wraps even an Output again. */
export function asOutput<T>(value: Value<T> | Promise<Value<T>>): pulumi.Output<T> {
  // The SDK's type is Output<Unwrap<T>>, which TypeScript evaluates only once it knows T.
  return (pulumi.Output.isInstance(value) ? value : pulumi.output(value)) as pulumi.Output<T>;
}

type Known<Inputs extends readonly unknown[]> = { [Index in keyof Inputs]: pulumi.Unwrap<Inputs[Index]> };

/**
 * Like `pulumi.all(inputs).apply(make)`. An Output costs a program dozens of promises, so none is created if there is nothing
 * to wait for, and known values are not wrapped.
 */
export function combined<Inputs extends readonly unknown[], Result>(
  inputs: readonly [...Inputs],
  make: (...known: Known<Inputs>) => Value<Result>,
): Value<Result> {
  const open = inputs.map(hasLater);
  const later = inputs.filter((_, index) => open[index]);
  const makeOf = (found: unknown[]) => {
    const rest = [...found];
    const known: unknown = inputs.map((input, index) => (open[index] ? rest.shift() : input));
    return make(...(known as Known<Inputs>));
  };
  if (later.length === 0) return makeOf([]);
  // The SDK flattens what an `apply` returns, but declares no function that returns a known value in one case and an Output in another.
  const made = makeOf as (found: unknown[]) => Result;
  return later.length === 1
    ? asOutput(later[0]).apply((only) => made([only]))
    : pulumi.all(later).apply((found) => made(found));
}

/** The value, but not before the others are known. */
export function delayed<T>(value: Value<T>, ...others: unknown[]): Value<T> {
  return hasLater(others) ? combined<unknown[], T>([value, ...others], (known) => known as T) : value;
}

/** The value, or undefined if a preview does not know it yet. */
export async function knownOf<T>(output: pulumi.Output<T>): Promise<T | undefined> {
  const inner = innerOf(output);
  const value = await inner.promise();
  return (await inner.isKnown) ? value : undefined;
}

/** For Outputs whose failure is reported elsewhere: prevents unhandled rejections. */
export function ignoreRejections(value: unknown): void {
  if (pulumi.Output.isInstance(value)) {
    const { isKnown, isSecret } = innerOf(value);
    for (const one of [isKnown, isSecret]) one.catch(() => undefined);
  } else if (typeof value === "object" && value !== null) Object.values(value).forEach(ignoreRejections);
}

/** The SDK leaves out a property whose value turns out to be undefined, but declares none that may. */
export const optional = <T>(value: Value<T | undefined>) => value as Value<T>;

/** Represents, in an Output, a value that a preview does not know. The SDK replaces it, whatever the type of the value. */
export const notKnown = <T>() => pulumi.unknown as unknown as T;
