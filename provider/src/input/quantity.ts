// Kubernetes quantities: exact for comparisons, and as numbers for display and sums.
import type { Input } from "@pulumi/pulumi";
import { combined } from "../pulumi/value";

/** The power of ten, or of 1024, that a suffix represents. */
const decimal: Record<string, number> = { n: -9, u: -6, m: -3, "": 0, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 };
const binary: Record<string, number> = { Ki: 1, Mi: 2, Gi: 3, Ti: 4, Pi: 5, Ei: 6 };

/** The smallest unit of Kubernetes, which rounds up (apimachinery v0.35, resource.ParseQuantity). */
export const nanosInOne = 1e9;

/** Billionths of the unit; 0 for an invalid quantity, which the schema reports. */
export function nanos(quantity: string): bigint {
  const [, whole = "0", fraction = "", exponent = "0", suffix = ""] =
    /^(\d+)(?:\.(\d*))?(?:[eE]([-+]?\d+))?([numkMGTPE]|[KMGTPE]i)?$/.exec(quantity) ?? [];
  const power = Number(exponent) + (decimal[suffix] ?? 0) + 9 - fraction.length;
  const digits = BigInt(whole + fraction) * 1024n ** BigInt(binary[suffix] ?? 0);
  if (power >= 0) return digits * 10n ** BigInt(power);
  const divisor = 10n ** BigInt(-power);
  return (digits + divisor - 1n) / divisor;
}

/** The nearest number. Equal quantities give the same number, however they are written. */
export function amount(quantity: string): number {
  return Number(nanos(quantity)) / nanosInOne;
}

/** A default that is never above what is given, also where that is known later. */
export function smaller(fallback: string, bound: Input<string> | undefined): Input<string> {
  return combined([bound], (known) => (known !== undefined && nanos(known) < nanos(fallback) ? known : fallback));
}

/** And one that is never below it. */
export function larger(fallback: string, bound: Input<string> | undefined): Input<string> {
  return combined([bound], (known) => (known !== undefined && nanos(known) > nanos(fallback) ? known : fallback));
}
