// Credentials of a private registry as the Secret that Pods pull with. Pure.
import * as pulumi from "@pulumi/pulumi";
import { type Problem, show } from "../input/problems";
import type { Manifest } from "../kubernetes/kubernetesObject";
import type { Secret } from "../kubernetes/objectTypes";
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
  } satisfies Secret;
}

/** A rule of each component with pullSecrets: Kubernetes stores them as a map by name. */
export function distinctPullSecrets({ pullSecrets = [] }: { pullSecrets?: string[] | undefined }): Problem[] {
  return pullSecrets.flatMap((name, index) =>
    pullSecrets.indexOf(name) === index
      ? []
      : [{ propertyPath: `pullSecrets.${index}`, reason: `is in the list already, got ${show(name)}; leave it out` }],
  );
}

/**
 * For components with earlier revisions: the name depends on registry and user only. The password is read at each pull, even of an earlier
 * revision, so a new password updates the Secret and creates no new revision: many expire within hours. The name reveals nothing; `key`
 * is the stack's.
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
