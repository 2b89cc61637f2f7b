// The login that Knative's own Pods pull with from a private mirror: a Secret in each namespace that has any of them. Pure.

import { given } from "../input/given";
import type { Manifest } from "../kubernetes/kubernetesObject";
import { makePullSecret } from "../registry/pullSecret";
import type { KnativeSpec } from "./knativeSpec";

type Pulling = Pick<KnativeSpec, "registryLogin" | "imageRegistry" | "images">;

/** One name in all namespaces: another login is an update of the Secret, which is read at each pull. */
const name = "knative-faas-registry";

const isWorkload = ({ kind }: Manifest) => kind === "Deployment" || kind === "StatefulSet";

/** `images` are of one registry where no mirror is named. */
export function pullSecrets(
  manifests: Manifest[],
  { registryLogin: login, imageRegistry, images }: Pulling,
): Manifest[] {
  const repository = imageRegistry ?? Object.values(images)[0];
  if (login === undefined || repository === undefined) return [];
  const namespaces = new Set(manifests.filter(isWorkload).map(({ metadata }) => metadata.namespace as string));
  return [...namespaces].map((namespace) => makePullSecret({ name, namespace }, login, repository));
}

/** Of a Pod's spec. */
export function pulling({ registryLogin: login }: Pick<Pulling, "registryLogin">): object {
  return given({ imagePullSecrets: login === undefined ? undefined : [{ name }] });
}
