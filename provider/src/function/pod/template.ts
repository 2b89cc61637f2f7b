// The template of a revision: its containers and scaling. Pure.
import type { Input } from "@pulumi/pulumi";
import { given } from "../../input/given";
import { merged } from "../../kubernetes/kubernetesObject";
import type { PodSpec } from "../../kubernetes/objectTypes";
import { initContainer, sidecarContainer, userContainer } from "../container/containerManifest";
import type { FunctionSpec } from "../functionSpec";
import { templateAnnotations } from "../service/annotations";
import { podVolumes } from "../volumes/volumeManifest";

/** The Pod, and what Knative adds to it. */
type RevisionSpec = PodSpec & {
  containerConcurrency: Input<number>;
  timeoutSeconds: Input<number>;
  responseStartTimeoutSeconds?: Input<number>;
  idleTimeoutSeconds?: Input<number>;
};

/** The template of a revision without its name, which is derived from all of it. */
export interface Template {
  metadata: { annotations: Input<Record<string, Input<string>>>; labels?: Input<Record<string, Input<string>>> };
  spec: object;
}

export function makeTemplate(
  spec: FunctionSpec,
  image: Input<string>,
  secretName: Input<string> | undefined,
  pullSecret?: Input<string>,
): Template {
  const { pod, volumes } = spec;
  const { labels, annotations = {}, sidecars = [], initContainers, ...settings } = pod;
  const sidecarContainers = sidecars.map((sidecar) => sidecarContainer(sidecar, volumes));
  return {
    metadata: { annotations: merged(templateAnnotations(spec), annotations), ...given({ labels }) },
    spec: {
      containerConcurrency: spec.concurrency,
      timeoutSeconds: spec.requestSeconds,
      ...given({
        responseStartTimeoutSeconds: spec.responses.responseStartSeconds,
        idleTimeoutSeconds: spec.responses.idleSeconds,
      }),
      ...access(spec, pullSecret),
      ...settings,
      ...given({ initContainers: initContainers?.map((container) => initContainer(container, volumes)) }),
      containers: [userContainer(spec, image, secretName), ...sidecarContainers],
      ...(Object.keys(volumes).length === 0 ? {} : { volumes: podVolumes(volumes) }),
    } satisfies RevisionSpec,
  };
}

/** Knative accepts only `false` for the token: without the field Kubernetes mounts one. */
function access({ serviceAccount, serviceAccountToken, pullSecrets }: FunctionSpec, ownPullSecret?: Input<string>) {
  const all = ownPullSecret === undefined ? pullSecrets : [ownPullSecret, ...pullSecrets];
  return given({
    automountServiceAccountToken: serviceAccountToken ? undefined : false,
    serviceAccountName: serviceAccount,
    imagePullSecrets: all.length === 0 ? undefined : all.map((name) => ({ name })),
  });
}
