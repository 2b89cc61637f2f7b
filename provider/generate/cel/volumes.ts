// Rules for volumes and the containers that mount them, in CEL.
import { given, type Rule } from "./rule";

/** Knative always marks the mounts of the other kinds as read only. */
export const readOnly: Rule[] = [
  given(
    ["readOnly"],
    "self.readOnly || has(self.emptyDir) || has(self.persistentVolumeClaim) || has(self.ephemeral)",
    "readOnly can be false for emptyDir, persistentVolumeClaim and ephemeral only; leave it out",
  ),
  given(
    ["readOnly", "persistentVolumeClaim"],
    "self.readOnly || !has(self.persistentVolumeClaim.readOnly) || !self.persistentVolumeClaim.readOnly",
    "the claim is read only, so expected readOnly to be true; leave it out",
  ),
];

export const claims: Rule[] = [
  given(
    ["accessModes"],
    "!('ReadWriteOncePod' in self.accessModes) || size(self.accessModes) == 1",
    "accessModes: expected ReadWriteOncePod alone, as one Pod may mount it; leave the others out",
  ),
  given(
    ["storage"],
    "!isQuantity(self.storage) || quantity(self.storage).isGreaterThan(quantity('0'))",
    "storage: expected more than 0; raise it",
  ),
];

const lists = ["sidecars", "initContainers"];
const mountsOf = (list: string, holds: (mount: string) => string, quantifier: string) =>
  `self.pod.${list}.${quantifier}(container, has(container.volumeMounts) && container.volumeMounts.exists(mount, ${holds("mount")}))`;

const mounted = lists
  .map(
    (list) =>
      `(has(self.pod) && has(self.pod.${list}) && ${mountsOf(list, (mount) => `${mount}.name == volume`, "exists")})`,
  )
  .join(" || ");

export const volumes: Rule[] = [
  given(
    ["volumes"],
    `self.volumes.all(volume, has(self.volumes[volume].mountPath) || ${mounted})`,
    "a volume is not mounted anywhere; set mountPath, or name it in volumeMounts of a sidecar or init container",
  ),
  given(
    ["volumes"],
    "self.volumes.all(one, self.volumes.all(other, one == other || !has(self.volumes[one].mountPath) || !has(self.volumes[other].mountPath) || self.volumes[one].mountPath != self.volumes[other].mountPath))",
    "two volumes are mounted at the same path; choose another path",
  ),
  ...lists.map((list) => ({
    rule: `!has(self.pod) || !has(self.pod.${list}) || self.pod.${list}.all(container, !has(container.volumeMounts) || container.volumeMounts.all(mount, has(self.volumes) && mount.name in self.volumes))`,
    message: `pod.${list}: expected volumeMounts to name volumes of the function`,
  })),
];
