// Rules for volumes and the containers that mount them.
import { posix } from "node:path";
import { type Problem, show } from "../../input/problems";
import { nanos } from "../../input/quantity";
import type { Known, Names } from "../knownArgs";

export function volumesMounted({ volumes, pod }: Known): Problem[] {
  const mounted = [...(pod?.sidecars ?? []), ...(pod?.initContainers ?? [])].flatMap((container) =>
    (container.volumeMounts ?? []).map((mount) => mount.name),
  );
  const unused = Object.entries(volumes ?? {}).filter(
    ([name, volume]) => volume.mountPath === undefined && !mounted.includes(name),
  );
  return unused.map(([name]) => ({
    propertyPath: `volumes.${name}`,
    reason: "is seen by no container: give mountPath, or name it in volumeMounts of a sidecar or init container",
  }));
}

export function mountsOfVolumes({ pod }: Known, names: Names): Problem[] {
  return extraMounts(pod).flatMap(({ path, mounts }) =>
    mounts
      .map((mount, index) => ({ mount, index }))
      .filter(({ mount }) => !names("volumes").includes(mount.name))
      .map(({ mount, index }) => ({
        propertyPath: `${path}.${index}.name`,
        reason: `expected the name of a volume (${names("volumes").join(", ") || "volumes is empty"}), got ${show(mount.name)}`,
      })),
  );
}

export function distinctMountPaths({ volumes, pod }: Known): Problem[] {
  const own = Object.entries(volumes ?? {}).map(([name, { mountPath }]) => ({
    path: `volumes.${name}.mountPath`,
    mountPath,
  }));
  const extra = extraMounts(pod).map(({ path, mounts }) =>
    mounts.map(({ mountPath }, index) => ({ path: `${path}.${index}.mountPath`, mountPath })),
  );
  return [own, ...extra].flatMap((mounts) => {
    const seen = new Set<string>();
    return mounts.flatMap(({ path, mountPath }) => {
      if (mountPath === undefined) return [];
      const clean = posix.normalize(mountPath).replace(/\/$/, "");
      const isRepeated = seen.has(clean);
      seen.add(clean);
      return isRepeated
        ? [{ propertyPath: path, reason: `another volume is mounted at ${show(clean)}; choose another path` }]
        : [];
    });
  });
}

const writable = ["emptyDir", "persistentVolumeClaim", "ephemeral"] as const;

/** Knative always marks the mounts of the other kinds as read only. */
export function readOnlyVolumes({ volumes }: Known): Problem[] {
  return Object.entries(volumes ?? {}).flatMap(([name, volume]) => {
    const propertyPath = `volumes.${name}.readOnly`;
    if (volume.readOnly !== false) return [];
    if (volume.persistentVolumeClaim?.readOnly === true)
      return [{ propertyPath, reason: "the claim is read only, so expected true, got false; leave it out" }];
    if (writable.some((kind) => volume[kind] !== undefined)) return [];
    return [{ propertyPath, reason: `can be false for ${writable.join(", ")} only, got false; leave it out` }];
  });
}

/** The API server rejects such a claim when Knative creates the Pod (kubernetes v1.36, ValidatePersistentVolumeClaimSpec). */
export function ephemeralClaims({ volumes }: Known): Problem[] {
  return Object.entries(volumes ?? {}).flatMap(([name, { ephemeral }]) => {
    if (ephemeral === undefined) return [];
    const { accessModes, storage } = ephemeral;
    const path = `volumes.${name}.ephemeral`;
    const isShared = accessModes.includes("ReadWriteOncePod") && accessModes.length > 1;
    const alone = "expected ReadWriteOncePod alone, as one Pod may mount it; leave the others out";
    return [
      ...(isShared ? [{ propertyPath: `${path}.accessModes`, reason: alone }] : []),
      ...(nanos(storage) > 0
        ? []
        : [{ propertyPath: `${path}.storage`, reason: `expected more than 0, got ${show(storage)}; raise it` }]),
    ];
  });
}

function extraMounts(pod: Known["pod"]) {
  return (["sidecars", "initContainers"] as const).flatMap((list) =>
    (pod?.[list] ?? []).map((container, index) => ({
      path: `pod.${list}.${index}.volumeMounts`,
      mounts: container.volumeMounts ?? [],
    })),
  );
}
