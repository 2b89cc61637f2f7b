// Credentials of a private registry as the Secret that the function's Pods pull with. Pure.

import * as pulumi from "@pulumi/pulumi";
import { type Input, type Output, output, secret, unsecret } from "@pulumi/pulumi";
import { secretHash } from "../core/hash";
import type { Manifest } from "../core/kubernetes";
import type { FunctionRegistryLoginArgs } from "./args.gen";
import type { FunctionSpec } from "./spec";

/** `repository` is any reference of the registry, e.g. `ghcr.io/acme`. */
export function makePullSecret(
  spec: FunctionSpec,
  login: FunctionRegistryLoginArgs,
  repository: Input<string>,
): Manifest {
  const config = secret(
    pulumi.all([login, repository]).apply(([known, reference]) => dockerConfig(known, registryHost(reference))),
  );
  return {
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name: pullSecretName(spec, config), namespace: spec.namespace },
    type: "kubernetes.io/dockerconfigjson",
    immutable: true,
    stringData: { ".dockerconfigjson": config },
  };
}

/** Named by content, as a changed password has to reach the Pods of a new revision. The name gives nothing away. */
function pullSecretName(spec: FunctionSpec, config: Output<string>): Output<string> {
  const stack = `${pulumi.getProject()}/${pulumi.getStack()}`;
  const name = pulumi
    .all([spec.name, spec.namespace, output(config)])
    .apply(([service, namespace, text]) => `${service}-pull-${secretHash(text, `${stack}/${namespace}/${service}`)}`);
  return unsecret(name);
}

function dockerConfig({ username, password }: { username: string; password: string }, host: string): string {
  const auth = Buffer.from(`${username}:${password}`).toString("base64");
  return JSON.stringify({ auths: { [host]: { username, password, auth } } });
}

/** Docker Hub goes by the address of its old index. */
function registryHost(reference: string): string {
  const first = reference.split("/")[0] as string;
  const named = reference.includes("/") && (/[.:]/.test(first) || first === "localhost");
  return named || /[.:]/.test(first) ? first : dockerHub;
}

const dockerHub = ["https:/", "index.docker.io", "v1", ""].join("/");
