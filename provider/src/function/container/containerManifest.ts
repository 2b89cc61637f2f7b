// Manifests of a revision's containers: the function's own, sidecars and init containers. Pure.
import type { Input } from "@pulumi/pulumi";
import { filled, given } from "../../input/given";
import { hardened } from "../../kubernetes/hardened";
import type { Container, ResourceRequirements } from "../../kubernetes/objectTypes";
import { variables } from "../../kubernetes/variables";
import type {
  FunctionAmountsArgs,
  FunctionContainerResourcesArgs,
  FunctionInitContainerArgs,
  FunctionSidecarArgs,
} from "../functionArgs.gen";
import type { FunctionSpec } from "../functionSpec";
import { functionMounts, mountsOf } from "../volumes/volumeManifest";
import { probesOf, sidecarProbes } from "./probeManifest";

/** The name that Knative defaults to: without it, the Service could not be changed without changing its template. */
const name = "user-container";

export function userContainer(
  spec: FunctionSpec,
  image: Input<string>,
  secretName: Input<string> | undefined,
): Container {
  const ownSecret = secretName === undefined ? [] : [{ secretRef: { name: secretName } }];
  return {
    name,
    ...probesOf(spec.probes, spec.port),
    image,
    ...given({ command: spec.command, args: spec.args, workingDir: spec.workingDir }),
    ports: [{ ...given({ name: spec.protocol }), containerPort: spec.port }],
    ...variables(spec.env, spec.envValueFrom),
    ...given({
      envFrom: filled([...ownSecret, ...spec.envFrom]),
      volumeMounts: filled(functionMounts(spec.volumes)),
    }),
    resources: { requests: resourceList(spec.requests), limits: resourceList(spec.limits) },
    securityContext: hardened(spec.securityContext),
  };
}

export function sidecarContainer(sidecar: FunctionSidecarArgs, volumes: FunctionSpec["volumes"]): Container {
  return { ...initContainer(sidecar, volumes), ...sidecarProbes(sidecar.probes ?? {}) };
}

export function initContainer(container: FunctionInitContainerArgs, volumes: FunctionSpec["volumes"]): Container {
  return {
    name: container.name,
    image: container.image,
    ...given({ command: container.command, args: container.args, workingDir: container.workingDir }),
    ...variables(container.env ?? {}, container.envValueFrom ?? {}),
    ...given({
      envFrom: filled(container.envFrom ?? []),
      volumeMounts: filled(mountsOf(container.volumeMounts ?? [], volumes)),
      resources: amountsOf(container.resources),
      terminationMessagePolicy: container.terminationMessagePolicy,
    }),
    securityContext: hardened(container.securityContext ?? {}),
  };
}

/** The resources of a container without this package's defaults. */
export function amountsOf(resources: FunctionContainerResourcesArgs | undefined): ResourceRequirements | undefined {
  const { requests, limits } = resources ?? {};
  return resources && given({ requests: requests && resourceList(requests), limits: limits && resourceList(limits) });
}

function resourceList({ ephemeralStorage, extended, ...amounts }: FunctionAmountsArgs) {
  return given({ ...amounts, "ephemeral-storage": ephemeralStorage, ...extended });
}
