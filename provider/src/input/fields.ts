// The optional leaves that most groups are made of: each with its description, so that a group reads as a list.
import { z } from "zod";

export const text = (description: string) => z.string().min(1).optional().meta({ description });

export const flag = (description: string) => z.boolean().optional().meta({ description });

/** A whole number between the bounds, both included. Kubernetes keeps them in 32 bits. */
export const integer = (least: number, description: string, most = 2 ** 31 - 1) =>
  z.int().min(least).max(most).optional().meta({ description });

export const texts = (description: string) => z.array(z.string()).optional().meta({ description });

/** A map whose values together have a bound of Kubernetes. */
export function bounded<S extends z.ZodRecord>(map: S, most: number, where: string): S {
  const sizeOf = (values: object) =>
    Object.entries(values).reduce((sum, [key, value]) => sum + Buffer.byteLength(`${key}${value}`), 0);
  const kibibytes = most / 1024;
  const error = `expected at most ${kibibytes} KiB in all together, as ${where} has no room for more; keep less in it`;
  return map.refine((values) => sizeOf(values as object) <= most, { error });
}

/** A string of a pattern. */
export const named = (pattern: z.ZodString, description: string) => pattern.optional().meta({ description });

/** A closed set of words, each with its meaning. */
export function stringEnum<const W extends Record<string, string>>(id: string, description: string, values: W) {
  return z.enum(Object.keys(values) as [keyof W & string, ...(keyof W & string)[]]).meta({ id, description, values });
}

/** Where an object stands whose component names no namespace (core/namespace.ts). */
export const providersNamespace =
  "Defaults to `default`, unless the Kubernetes provider stands for another: by its `namespace`, by the configuration `kubernetes:namespace`, or by the context of the kubeconfig.";
