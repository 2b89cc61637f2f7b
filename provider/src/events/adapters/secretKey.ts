// A key of an existing Secret: how credentials and certificates reach a source, as variables or as files. Schema and manifest. Pure.
import { z } from "zod";
import { dataKey, dnsSubdomain } from "../../input/names";
import type { Container, EnvVar, PodSpec } from "../../kubernetes/objectTypes";
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

const files = { volume: "login", directory: "/etc/knative-faas/login" };

/** The name of each file, from its variable: `SECRET_USER` is in `user`. */
const fileOf = (variable: string) => variable.replace(/^SECRET_/, "").toLowerCase();

interface SecretFiles {
  variables: EnvVar[];
  mounts: Pick<Container, "volumeMounts">;
  volumes: Pick<PodSpec, "volumes">;
}

/** The keys as files, whose paths are in variables: they follow their Secrets without a new Pod. Empty without a key. */
export function secretFiles(keys: SecretKeys): SecretFiles {
  const there = Object.entries(keys).flatMap(([variable, key]) => (key === undefined ? [] : [{ variable, key }]));
  if (there.length === 0) return { variables: [], mounts: {}, volumes: {} };
  const sources = there.map(({ variable, key: { name, key } }) => ({
    secret: { name, items: [{ key, path: fileOf(variable) }] },
  }));
  return {
    variables: there.map(({ variable: name }) => ({
      name: `${name}_FILE`,
      value: `${files.directory}/${fileOf(name)}`,
    })),
    mounts: { volumeMounts: [{ name: files.volume, mountPath: files.directory, readOnly: true }] },
    volumes: { volumes: [{ name: files.volume, projected: { sources } }] },
  };
}
