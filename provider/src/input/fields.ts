// Optional leaf properties that most groups consist of, each with its description, so that a group reads as a list.
import { z } from "zod";

export const text = (description: string) => z.string().min(1).optional().meta({ description });

export const flag = (description: string) => z.boolean().optional().meta({ description });

/** An integer between the bounds, both included. Kubernetes stores integers in 32 bits. */
export const integer = (least: number, description: string, most = 2 ** 31 - 1) =>
  z.int().min(least).max(most).optional().meta({ description });

export const texts = (description: string) => z.array(z.string()).optional().meta({ description });

/** A map whose total size Kubernetes limits. */
export function bounded<S extends z.ZodRecord>(map: S, most: number, where: string): S {
  const sizeOf = (values: object) =>
    Object.entries(values).reduce((sum, [key, value]) => sum + Buffer.byteLength(`${key}${value}`), 0);
  const kibibytes = most / 1024;
  const error = `expected at most ${kibibytes} KiB in total, the limit of ${where}; store less in it`;
  return map.refine((values) => sizeOf(values as object) <= most, { error });
}

/** A string that matches a pattern. */
export const named = (pattern: z.ZodString, description: string) => pattern.optional().meta({ description });

/** A closed set of values, each with its meaning. */
export function stringEnum<const W extends Record<string, string>>(id: string, description: string, values: W) {
  return z.enum(Object.keys(values) as [keyof W & string, ...(keyof W & string)[]]).meta({ id, description, values });
}

/** The default namespace of a component that sets none (pulumi/namespace.ts). */
export const providersNamespace =
  "Defaults to `default`, unless the Kubernetes provider sets another one: through its `namespace`, the configuration `kubernetes:namespace`, or the kubeconfig context.";
