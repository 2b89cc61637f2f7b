// Manifests of a function's own Secrets and ConfigMaps, named by their content so that a changed value creates a new revision. Pure.
import * as pulumi from "@pulumi/pulumi";
import type { Manifest } from "../../kubernetes/kubernetesObject";
import type { ConfigMap, Secret } from "../../kubernetes/objectTypes";
import { contentHash, secretHash } from "../../pulumi/hash";
import { combined } from "../../pulumi/value";
import type { FunctionSpec } from "../functionSpec";

type Texts = pulumi.Input<Record<string, pulumi.Input<string>>>;

/** A Secret's name reveals nothing of its content. `purpose` distinguishes those of one function. */
export function makeSecret(spec: FunctionSpec, content: Texts, key: pulumi.Input<string>, purpose = ""): Manifest {
  const name = pulumi
    .all([spec.name, spec.namespace, content, key])
    .apply(
      ([service, namespace, values, known]) =>
        `${service}${purpose}-${secretHash(values, known, `${namespace}/${service}`)}`,
    );
  return {
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name: pulumi.unsecret(name), namespace: spec.namespace },
    immutable: true,
    data: encoded(content),
  } satisfies Secret;
}

/**
 * As Kubernetes stores it. The Kubernetes provider encodes `stringData` itself, but not while the name of the Secret is unknown: the
 * update plan of a stack's first preview would be violated, and the engine prints both values then.
 */
export function encoded(content: Texts): pulumi.Output<Record<string, string>> {
  const base64 = (values: Record<string, string>) =>
    Object.fromEntries(Object.entries(values).map(([name, text]) => [name, Buffer.from(text).toString("base64")]));
  return pulumi.secret(pulumi.output(content).apply(base64));
}

export function makeConfigMap(
  spec: Pick<FunctionSpec, "name" | "namespace">,
  content: Texts,
  purpose: string,
): Manifest {
  const name = combined([spec.name, content], (service, values) => `${service}${purpose}-${contentHash(values)}`);
  return {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name, namespace: spec.namespace },
    immutable: true,
    data: content,
  } satisfies ConfigMap;
}

/** Volumes that refer to the objects instead of holding the content. */
export function withContent(volumes: FunctionSpec["volumes"], names: Map<string, pulumi.Input<string>>) {
  const entries = Object.entries(volumes).map(([key, { files, secretFiles, ...volume }]) => {
    const name = names.get(key);
    if (name === undefined) return [key, volume];
    return [key, { ...volume, ...(files === undefined ? { secret: { secretName: name } } : { configMap: { name } }) }];
  });
  return Object.fromEntries(entries) as FunctionSpec["volumes"];
}
