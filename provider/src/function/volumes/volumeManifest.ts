// Manifests of volumes and of their mounts in containers. Pure.

import { given } from "../../input/given";
import type { Volume, VolumeMount } from "../../kubernetes/objectTypes";
import type { FunctionVolumeArgs, FunctionVolumeMountArgs } from "../functionArgs.gen";

type Volumes = Record<string, FunctionVolumeArgs>;

/** Sorted by name, so that reordering them in a program creates no new revision. */
export function podVolumes(volumes: Volumes): Volume[] {
  return entries(volumes).map(([name, { mountPath: _, subPath: _sub, readOnly: _read, ephemeral, ...kind }]) => ({
    name,
    ...given({ ...kind, ephemeral: ephemeral && claimTemplate(ephemeral) }),
  }));
}

function claimTemplate({ accessModes, storage, storageClassName }: NonNullable<FunctionVolumeArgs["ephemeral"]>) {
  const spec = { accessModes, resources: { requests: { storage } }, ...given({ storageClassName }) };
  return { volumeClaimTemplate: { spec } };
}

export function functionMounts(volumes: Volumes): VolumeMount[] {
  return entries(volumes).flatMap(([name, { mountPath, subPath, readOnly }]) =>
    mountPath === undefined ? [] : [mount({ name, mountPath, subPath, readOnly }, volumes)],
  );
}

export function mountsOf(mounts: FunctionVolumeMountArgs[], volumes: Volumes): VolumeMount[] {
  return mounts.map((given) => mount(given, volumes));
}

/** Knative allows writing to some kinds only, and marks the mounts of all others as read only. */
function mount(requested: FunctionVolumeMountArgs, volumes: Volumes): VolumeMount {
  const volume = volumes[requested.name as string] ?? {};
  const claim = volume.persistentVolumeClaim;
  const writable = [volume.emptyDir, claim, volume.ephemeral].some((kind) => kind !== undefined);
  const readOnly = writable ? (requested.readOnly ?? claim?.readOnly) : true;
  return given({ ...requested, readOnly });
}

function entries(volumes: Volumes): [string, FunctionVolumeArgs][] {
  return Object.entries(volumes).sort(([a], [b]) => (a < b ? -1 : 1));
}
