// Credentials of a private registry as the Secret that the function's Pods pull with. Pure.
import * as pulumi from "@pulumi/pulumi";
import { dockerConfig, registryOf } from "../builders/login";
import { secretHash } from "../core/hash";
import type { Manifest } from "../core/kubernetes";
import type { FunctionRegistryLoginArgs } from "./args.gen";
import { encoded } from "./manifest/content";
import type { FunctionSpec } from "./spec";

/** `repository` is any reference of the registry, e.g. `ghcr.io/acme`. */
export function makePullSecret(
  spec: FunctionSpec,
  login: FunctionRegistryLoginArgs,
  repository: pulumi.Input<string>,
  key: pulumi.Input<string>,
): Manifest {
  const config = pulumi.secret(
    pulumi.all([login, repository]).apply(([known, reference]) => dockerConfig(known, registryOf(reference))),
  );
  return {
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name: pullSecretName(spec, config, key), namespace: spec.namespace },
    type: "kubernetes.io/dockerconfigjson",
    immutable: true,
    data: encoded({ ".dockerconfigjson": config }),
  };
}

/** Named by content, as a changed password has to reach the Pods of a new revision. The name gives nothing away. */
function pullSecretName(spec: FunctionSpec, config: pulumi.Output<string>, key: pulumi.Input<string>) {
  const name = pulumi
    .all([spec.name, spec.namespace, config, key])
    .apply(
      ([service, namespace, text, known]) => `${service}-pull-${secretHash(text, known, `${namespace}/${service}`)}`,
    );
  return pulumi.unsecret(name);
}
