// Credentials of a private registry as the Secret that Pods pull with. Pure.
import * as pulumi from "@pulumi/pulumi";
import { type Problem, show } from "../input/problems";
import type { Manifest } from "../kubernetes/kubernetesObject";
import { secretHash } from "../pulumi/hash";
import { dockerConfig, registryOf } from "./login";

interface PullLogin {
  username: pulumi.Input<string>;
  password: pulumi.Input<string>;
}

/** `repository` is any reference of the registry, e.g. `ghcr.io/acme`. */
export function makePullSecret(
  metadata: { name: pulumi.Input<string>; namespace: pulumi.Input<string> },
  login: PullLogin,
  repository: pulumi.Input<string>,
): Manifest {
  const data = pulumi.all([login, repository]).apply(([known, reference]) => {
    const config = JSON.stringify(dockerConfig(known, registryOf(reference)));
    return { ".dockerconfigjson": Buffer.from(config).toString("base64") };
  });
  return {
    apiVersion: "v1",
    kind: "Secret",
    metadata,
    type: "kubernetes.io/dockerconfigjson",
    data: pulumi.secret(data),
  };
}

/** A rule of each component that has them: Kubernetes keeps them as a map by their names. */
export function distinctPullSecrets({ pullSecrets = [] }: { pullSecrets?: string[] | undefined }): Problem[] {
  return pullSecrets.flatMap((name, index) =>
    pullSecrets.indexOf(name) === index
      ? []
      : [{ propertyPath: `pullSecrets.${index}`, reason: `is in the list already, got ${show(name)}; leave it out` }],
  );
}

/**
 * For what has earlier revisions: named by registry and user. The password is read at each pull, also of an earlier revision, so
 * another one is an update of the Secret, and no new revision: many live for hours only. The name gives nothing away; `key` is
 * the stack's.
 */
export function pullSecretName(
  { name, namespace }: { name: pulumi.Input<string>; namespace: pulumi.Input<string> },
  { username }: PullLogin,
  repository: pulumi.Input<string>,
  key: pulumi.Input<string>,
): pulumi.Output<string> {
  const hashed = pulumi
    .all([name, namespace, username, repository, key])
    .apply(([own, place, user, reference, known]) => {
      return `${own}-pull-${secretHash([registryOf(reference), user], known, `${place}/${own}`)}`;
    });
  return pulumi.unsecret(hashed);
}
