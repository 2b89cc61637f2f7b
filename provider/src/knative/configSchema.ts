// The public schema of ConfigMaps: a property for each, whose description lists its known keys.
import { z } from "zod";

/** The ConfigMaps of one part of Knative by property, with their known keys. */
export interface Catalog {
  maps: Record<string, string>;
  keys: Record<string, string[]>;
  /** Keys with a part that the user names. */
  patterns: Partial<Record<string, { pattern: RegExp; form: string }>>;
}

const configMap = z.record(z.string(), z.string());

export function configOf(id: string, namespace: string, catalog: Catalog) {
  const shape = Object.entries(catalog.maps).map(([property, name]) => [
    property,
    configMap.optional().meta({
      plain: true,
      description: `Keys of the ConfigMap \`${name}\` in \`${namespace}\`, overriding the release's own: ${keysOf(property, catalog)}. Defaults to none.`,
    }),
  ]);
  return z.strictObject(Object.fromEntries(shape) as Record<string, z.ZodOptional<typeof configMap>>).meta({
    id,
    description: `Knative's ConfigMaps in \`${namespace}\`, by their names in camel case; all values are strings, as in a ConfigMap.`,
  });
}

function keysOf(property: string, { keys, patterns }: Catalog): string {
  const form = patterns[property]?.form;
  const names = (keys[property] ?? []).map((key) => `\`${key}\``);
  return [...names, ...(form === undefined ? [] : [form.includes("<") ? `\`${form}\`` : form])].join(", ");
}
