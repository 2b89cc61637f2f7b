// A key of an existing Secret: how credentials and certificates reach a source. Schema and manifest. Pure.
import { z } from "zod";
import { dataKey, dnsSubdomain } from "../../input/names";
import type { EnvVar } from "../../kubernetes/objectTypes";
import type { SecretKeyArgs } from "../eventArgs.gen";

const schema = z
  .strictObject({
    name: dnsSubdomain.meta({ description: "Name of the Secret, in the namespace of its reader." }),
    key: dataKey.meta({ description: "Key in the Secret." }),
  })
  .meta({ id: "SecretKey", description: "A key of an existing Secret." });

/** `defaults` is the last sentence: the behaviour without it. */
export const secretKey = (description: string, defaults = "Defaults to none.") =>
  schema.optional().meta({ description: `${description} ${defaults}` });

export const requiredSecretKey = (description: string) => schema.meta({ description: `${description} Required.` });

/** By the environment variable that contains each. */
export type SecretKeys = Record<string, SecretKeyArgs | undefined>;

/** The keys as environment variables, so that no object of the graph contains a value. */
export function secretVariables(keys: SecretKeys): EnvVar[] {
  return Object.entries(keys).flatMap(([name, key]) =>
    key === undefined ? [] : [{ name, valueFrom: { secretKeyRef: key } }],
  );
}
