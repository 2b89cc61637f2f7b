// Manifests of a revision's containers: the function's own, sidecars and init containers. Pure.
import type { Input } from "@pulumi/pulumi";
import { given } from "../../input/given";
import { hardened } from "../../kubernetes/hardened";
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

export function userContainer(spec: FunctionSpec, image: Input<string>, secretName: Input<string> | undefined) {
  const ownSecret = secretName === undefined ? [] : [{ secretRef: { name: secretName } }];
  return {
    name,
    ...probesOf(spec.probes, spec.port),
    image,
    ...given({ command: spec.command, args: spec.args, workingDir: spec.workingDir }),
    ports: [{ ...given({ name: spec.protocol }), containerPort: spec.port }],
    ...variables(spec.env, spec.envValueFrom),
    ...list("envFrom", [...ownSecret, ...spec.envFrom]),
    ...list("volumeMounts", functionMounts(spec.volumes)),
    resources: { requests: resourceList(spec.requests), limits: resourceList(spec.limits) },
    securityContext: hardened(spec.securityContext),
  };
}

export function sidecarContainer(sidecar: FunctionSidecarArgs, volumes: FunctionSpec["volumes"]) {
  return { ...initContainer(sidecar, volumes), ...sidecarProbes(sidecar.probes ?? {}) };
}

export function initContainer(container: FunctionInitContainerArgs, volumes: FunctionSpec["volumes"]) {
  return {
    name: container.name,
    image: container.image,
    ...given({ command: container.command, args: container.args, workingDir: container.workingDir }),
    ...variables(container.env ?? {}, container.envValueFrom ?? {}),
    ...list("envFrom", container.envFrom ?? []),
    ...list("volumeMounts", mountsOf(container.volumeMounts ?? [], volumes)),
    ...given({
      resources: amountsOf(container.resources),
      terminationMessagePolicy: container.terminationMessagePolicy,
    }),
    securityContext: hardened(container.securityContext ?? {}),
  };
}

/** The cluster does not store an empty list, so one here would be a change after each refresh. */
function list<T>(name: string, entries: T[]): Record<string, T[]> {
  return entries.length === 0 ? {} : { [name]: entries };
}

/** The resources of a container without this package's defaults. */
export function amountsOf(resources: FunctionContainerResourcesArgs | undefined): object | undefined {
  const { requests, limits } = resources ?? {};
  return resources && given({ requests: requests && resourceList(requests), limits: limits && resourceList(limits) });
}

function resourceList({ ephemeralStorage, extended, ...amounts }: FunctionAmountsArgs) {
  return given({ ...amounts, "ephemeral-storage": ephemeralStorage, ...extended });
}
