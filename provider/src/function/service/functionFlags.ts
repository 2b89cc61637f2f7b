// The feature flags of Knative Serving that a function needs.

import type { SecurityContextArgs } from "../../events/eventArgs.gen";
import type { Need } from "../../features/featureFlags";
import type { FunctionArgs, FunctionEnvValueFromArgs, FunctionVolumeArgs } from "../functionArgs.gen";

const podSpec = (name: string) => `kubernetes.podspec-${name}`;

/** By property of `pod`. Source: serving v0.50, pkg/apis/config/features.go and pkg/apis/serving/fieldmask.go. */
const ofPod: Partial<Record<keyof NonNullable<FunctionArgs["pod"]>, string>> = {
  nodeSelector: podSpec("nodeselector"),
  tolerations: podSpec("tolerations"),
  affinity: podSpec("affinity"),
  topologySpreadConstraints: podSpec("topologyspreadconstraints"),
  runtimeClassName: podSpec("runtimeclassname"),
  priorityClassName: podSpec("priorityclassname"),
  schedulerName: podSpec("schedulername"),
  securityContext: podSpec("securitycontext"),
  initContainers: podSpec("init-containers"),
  sidecars: "multi-container",
  dnsPolicy: podSpec("dnspolicy"),
  dnsConfig: podSpec("dnsconfig"),
  hostAliases: podSpec("hostaliases"),
  shareProcessNamespace: podSpec("shareprocessnamespace"),
  hostNetwork: podSpec("hostnetwork"),
  hostPID: podSpec("hostpid"),
  hostIPC: podSpec("hostipc"),
};

const ofVolume: Partial<Record<keyof FunctionVolumeArgs, string>> = {
  emptyDir: podSpec("volumes-emptydir"),
  persistentVolumeClaim: podSpec("persistent-volume-claim"),
  hostPath: podSpec("volumes-hostpath"),
  csi: podSpec("volumes-csi"),
  ephemeral: podSpec("volumes-ephemeral"),
  image: podSpec("volumes-image"),
};

type Guarded = Pick<FunctionArgs, "pod" | "volumes" | "envValueFrom" | "securityContext">;

/** Every property that a flag guards, in the order of the arguments. */
export function neededFeatures({ pod = {}, volumes = {}, ...args }: Guarded): Need[] {
  const containers = [
    { path: "", container: args },
    ...(["initContainers", "sidecars"] as const).flatMap((list) =>
      (pod[list] ?? []).map((container, index) => ({ path: `pod.${list}.${index}.`, container })),
    ),
  ];
  return [
    ...rows("pod", pod, ofPod),
    ...Object.entries(volumes).flatMap(([name, volume]) => ofOneVolume(`volumes.${name}`, volume)),
    ...containers.flatMap(({ path, container }) => [
      ...fieldRefs(path, container.envValueFrom ?? {}),
      ...capabilities(path, container.securityContext),
    ]),
    ...(pod.sidecars ?? []).flatMap((sidecar, index) =>
      sidecar.probes === undefined
        ? []
        : [{ propertyPath: `pod.sidecars.${index}.probes`, flag: "multi-container-probing" }],
    ),
  ];
}

function rows<T extends object>(path: string, given: T, flags: Partial<Record<keyof T, string>>): Need[] {
  const names = Object.keys(flags) as (keyof T & string)[];
  return names
    .filter((name) => isSet(given[name]))
    .map((name) => ({ propertyPath: `${path}.${name}`, flag: flags[name] as string }));
}

/** False and an empty list are the defaults anyway. */
function isSet(value: unknown): boolean {
  return value !== undefined && value !== false && !(Array.isArray(value) && value.length === 0);
}

function ofOneVolume(path: string, volume: FunctionVolumeArgs): Need[] {
  const claim = volume.persistentVolumeClaim;
  const writes = claim !== undefined && claim.readOnly !== true;
  const write = { propertyPath: `${path}.persistentVolumeClaim.readOnly`, flag: podSpec("persistent-volume-write") };
  return [...rows(path, volume, ofVolume), ...(writes ? [write] : [])];
}

function fieldRefs(path: string, variables: Record<string, FunctionEnvValueFromArgs>): Need[] {
  return Object.entries(variables).flatMap(([name, { fieldRef, resourceFieldRef }]) => {
    const kind =
      fieldRef === undefined ? (resourceFieldRef === undefined ? undefined : "resourceFieldRef") : "fieldRef";
    return kind === undefined
      ? []
      : [{ propertyPath: `${path}envValueFrom.${name}.${kind}`, flag: podSpec("fieldref") }];
  });
}

function capabilities(path: string, context: SecurityContextArgs | undefined): Need[] {
  if (!isSet(context?.capabilities?.add)) return [];
  return [
    { propertyPath: `${path}securityContext.capabilities.add`, flag: "kubernetes.containerspec-addcapabilities" },
  ];
}
