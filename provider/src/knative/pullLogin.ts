// The login that Knative's own Pods use to pull from a private mirror: a Secret in each of their namespaces. Pure.

import { given } from "../input/given";
import type { Manifest } from "../kubernetes/kubernetesObject";
import type { PodSpec } from "../kubernetes/objectTypes";
import { makePullSecret } from "../registry/pullSecret";
import type { KnativeSpec } from "./knativeSpec";

type Pulling = Pick<KnativeSpec, "registryLogin" | "imageRegistry" | "images">;

/** One name in all namespaces: a changed login updates the Secret, which is read at each pull. */
const name = "knative-faas-registry";

const isWorkload = ({ kind }: Manifest) => kind === "Deployment" || kind === "StatefulSet";

/** Without a mirror, all `images` are in one registry. */
export function pullSecrets(
  manifests: Manifest[],
  { registryLogin: login, imageRegistry, images }: Pulling,
): Manifest[] {
  const repository = imageRegistry ?? Object.values(images)[0];
  if (login === undefined || repository === undefined) return [];
  const namespaces = new Set(manifests.filter(isWorkload).map(({ metadata }) => metadata.namespace as string));
  return [...namespaces].map((namespace) => makePullSecret({ name, namespace }, login, repository));
}

/** The part of a Pod's spec. */
export function pulling({ registryLogin: login }: Pick<Pulling, "registryLogin">): Pick<PodSpec, "imagePullSecrets"> {
  return given({ imagePullSecrets: login === undefined ? undefined : [{ name }] });
}
