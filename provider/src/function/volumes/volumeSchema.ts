// The schema of a function's volumes: what they hold and where the function's container mounts them.

import { posix } from "node:path";
import { z } from "zod";
import { inCel } from "../../input/cel";
import { bounded, flag, integer, named, stringEnum, text } from "../../input/fields";
import { dataKey, dnsSubdomain, quantity, relativePath } from "../../input/names";
import { fieldRef, resourceFieldRef } from "../container/envSchema";

const mode = (what: string) =>
  integer(0, `Permissions of ${what}, as a decimal number from 0 to 511 (octal 777).`, 0o777);
const optional = flag("Whether it may be missing. Defaults to false: the Pod waits until it exists.");

const item = z
  .strictObject({
    key: dataKey.meta({ description: "Key in the Secret or ConfigMap." }),
    path: relativePath.meta({ description: "File below the mount path, relative." }),
    mode: mode("the file. Defaults to `defaultMode`"),
  })
  .meta({ id: "FunctionVolumeItem", description: "One key as a file." });

const items = z
  .array(item)
  .optional()
  .meta({ description: "The keys to mount. Defaults to all, each as a file of its name." });
const defaultMode = mode("the files. Defaults to 420 (octal 644)");

const secret = z
  .strictObject({
    secretName: dnsSubdomain.meta({ description: "Name of the Secret in the function's namespace." }),
    items,
    defaultMode,
    optional,
  })
  .meta({ id: "FunctionSecretVolume", description: "An existing Secret, as files." });

const configMap = z
  .strictObject({
    name: dnsSubdomain.meta({ description: "Name of the ConfigMap in the function's namespace." }),
    items,
    defaultMode,
    optional,
  })
  .meta({ id: "FunctionConfigMapVolume", description: "An existing ConfigMap, as files." });

const onePart = "Exactly one of `secret`, `configMap`, `serviceAccountToken` and `downwardAPI` is set.";

const projection = z
  .strictObject({
    name: dnsSubdomain.meta({ description: "Name of the object in the function's namespace." }),
    items,
    optional,
  })
  .meta({ id: "FunctionProjection", description: "A Secret or ConfigMap as a part of a projected volume." });

const serviceAccountToken = z
  .strictObject({
    path: relativePath.meta({ description: "File of the token below the mount path." }),
    audience: text("Audience of the token. Defaults to the cluster's API server."),
    expirationSeconds: integer(600, "Lifetime of a token, in seconds; the kubelet renews it. Defaults to 3600."),
  })
  .meta({ id: "FunctionTokenProjection", description: "A token of the function's service account, as a file." });

const downwardFile = z
  .strictObject({
    path: relativePath.meta({ description: "File below the mount path." }),
    fieldRef: fieldRef
      .optional()
      .meta({ description: "A field of the Pod. Exactly one of `fieldRef` and `resourceFieldRef` is set." }),
    resourceFieldRef: resourceFieldRef.optional().meta({
      description: "A compute resource of a container. Exactly one of `fieldRef` and `resourceFieldRef` is set.",
    }),
    mode: mode("the file. Defaults to `defaultMode`"),
  })
  .meta({
    id: "FunctionDownwardFile",
    oneOf: ["fieldRef", "resourceFieldRef"],
    description: "Information about the Pod as a file.",
  });

const downwardAPI = z
  .strictObject({ items: z.array(downwardFile).min(1).meta({ description: "The files." }) })
  .meta({ id: "FunctionDownwardProjection", description: "Information about the Pod as files." });

const projected = z
  .strictObject({
    sources: z
      .array(
        z
          .strictObject({
            secret: projection.optional().meta({ description: `Keys of a Secret. ${onePart}` }),
            configMap: projection.optional().meta({ description: `Keys of a ConfigMap. ${onePart}` }),
            serviceAccountToken: serviceAccountToken.optional().meta({ description: `A token. ${onePart}` }),
            downwardAPI: downwardAPI.optional().meta({ description: `Information about the Pod. ${onePart}` }),
          })
          .meta({
            id: "FunctionProjectedSource",
            oneOf: ["secret", "configMap", "serviceAccountToken", "downwardAPI"],
            description: "One part of a projected volume.",
          }),
      )
      .min(1)
      .meta({ description: "The parts, at least one." }),
    defaultMode,
  })
  .meta({ id: "FunctionProjectedVolume", description: "Several sources in one directory." });

const emptyDir = z
  .strictObject({
    medium: stringEnum("FunctionEmptyDirMedium", "What stores an empty directory.", {
      Memory: "In memory; it counts towards the container's memory limit.",
    })
      .optional()
      .meta({ description: "Defaults to the node's disk." }),
    sizeLimit: named(quantity, "Maximum size, e.g. `64Mi`. Defaults to no limit."),
  })
  .meta({
    id: "FunctionEmptyDirVolume",
    description: "A directory that is empty when a Pod starts and is deleted with it.",
  });

const persistentVolumeClaim = z
  .strictObject({
    claimName: dnsSubdomain.meta({ description: "Name of the PersistentVolumeClaim in the function's namespace." }),
    readOnly: flag(
      "Whether it is read only. Defaults to false, which also requires the feature flag `kubernetes.podspec-persistent-volume-write`.",
    ),
  })
  .meta({ id: "FunctionClaimVolume", description: "A persistent volume, by its claim." });

const hostPath = z
  .strictObject({
    path: z.string().min(1).meta({ description: "Path on the node." }),
    type: stringEnum("FunctionHostPathType", "What must exist at a path of the node.", {
      DirectoryOrCreate: "A directory, created if missing.",
      Directory: "A directory.",
      FileOrCreate: "A file, created if missing.",
      File: "A file.",
      Socket: "A socket.",
      CharDevice: "A character device.",
      BlockDevice: "A block device.",
    })
      .optional()
      .meta({ description: "What must exist there. Defaults to no check." }),
  })
  .meta({ id: "FunctionHostPathVolume", description: "A path of the node that the Pod runs on." });

const csi = z
  .strictObject({
    driver: dnsSubdomain.meta({ description: "Name of the CSI driver." }),
    readOnly: flag("Whether it is read only. Defaults to false."),
    fsType: text("File system, e.g. `ext4`. Defaults to the driver's own."),
    volumeAttributes: z
      .record(z.string(), z.string())
      .optional()
      .meta({ description: "Attributes for the driver. Defaults to none." }),
  })
  .meta({ id: "FunctionCsiVolume", description: "A volume that a CSI driver creates for the Pod." });

const ephemeral = z
  .strictObject({
    accessModes: z
      .array(
        stringEnum("FunctionAccessMode", "How a volume may be mounted.", {
          ReadWriteOnce: "By one node, for reading and writing.",
          ReadOnlyMany: "By many nodes, for reading.",
          ReadWriteMany: "By many nodes, for reading and writing.",
          ReadWriteOncePod: "By one Pod, for reading and writing.",
        }),
      )
      .min(1)
      .max(4)
      .meta({ description: "How it may be mounted." }),
    storage: quantity.meta({ description: "Size, e.g. `1Gi`." }),
    storageClassName: named(dnsSubdomain, "Storage class. Defaults to the cluster's."),
  })
  .meta({
    id: "FunctionEphemeralVolume",
    description: "A volume with its own claim, created and deleted with the Pod.",
  });

const image = z
  .strictObject({
    reference: z.string().min(1).meta({ description: "Reference of the image or artifact, preferably by digest." }),
    pullPolicy: stringEnum("FunctionPullPolicy", "When an image is pulled.", {
      Always: "At each start.",
      IfNotPresent: "When the node does not have it.",
      Never: "Never; it must already be on the node.",
    })
      .optional()
      .meta({ description: "Defaults to `IfNotPresent`, and for the tag `latest` to `Always`." }),
  })
  .meta({ id: "FunctionImageVolume", description: "The files of an image." });

const oneKind =
  "Exactly one of `files`, `secretFiles`, `secret`, `configMap`, `projected`, `emptyDir`, `persistentVolumeClaim`, `hostPath`, `csi`, `ephemeral` and `image` is set.";

/** serving v0.50, pkg/apis/serving/k8s_validation.go: reservedPaths. */
export const mountPath = z
  .string()
  .regex(/^(?!(.*\/)?\.\.(\/|$))\/[^:]+$/, { error: 'expected an absolute path without ":" and ".."' })
  .refine((path) => !["/", "/dev", "/dev/log"].includes(posix.normalize(path).replace(/(.)\/$/, "$1")), {
    error: "is a path that Knative reserves (/, /dev and /dev/log); choose another",
    ...inCel((path) => `!${path}.matches(r'^(/+[.])*(/+dev((/+[.])*/+log)?)?(/+[.])*/*$')`),
  });

export const volume = z
  .strictObject({
    mountPath: mountPath.optional().meta({
      description:
        "Where the function's container mounts it, absolute; not `/`, `/dev` or `/dev/log`. Defaults to none: then only sidecars and init containers mount it, by naming it in their `volumeMounts`.",
    }),
    subPath: relativePath
      .optional()
      .meta({ description: "The part of the volume that is mounted. Defaults to all of it." }),
    readOnly: flag(
      "Whether the container may only read. Defaults to false for `emptyDir`, `persistentVolumeClaim` and `ephemeral`; the others are always read only.",
    ),
    files: bounded(z.record(dataKey, z.string()), 2 ** 20, "a ConfigMap")
      .optional()
      .meta({
        description: `Files by name, with their content in plain text. They are stored in a ConfigMap that is named by its content, so changed content creates a new revision. ${oneKind}`,
      }),
    secretFiles: bounded(z.record(dataKey, z.string().meta({ secret: true })), 2 ** 20, "a Secret")
      .optional()
      .meta({
        description: `Files by name, with secret content, encrypted in the state. They are stored in a Secret that is named by its content, so changed content creates a new revision. ${oneKind}`,
      }),
    secret: secret.optional().meta({ description: `Files of a Secret. ${oneKind}` }),
    configMap: configMap.optional().meta({ description: `Files of a ConfigMap. ${oneKind}` }),
    projected: projected.optional().meta({ description: `Several sources in one directory. ${oneKind}` }),
    emptyDir: emptyDir.optional().meta({ description: `The Pod's own empty directory. ${oneKind}` }),
    persistentVolumeClaim: persistentVolumeClaim.optional().meta({
      description: `A persistent volume; requires the feature flag \`kubernetes.podspec-persistent-volume-claim\`. ${oneKind}`,
    }),
    hostPath: hostPath.optional().meta({
      description: `A path of the node; requires the feature flag \`kubernetes.podspec-volumes-hostpath\`. ${oneKind}`,
    }),
    csi: csi
      .optional()
      .meta({ description: `A CSI volume; requires the feature flag \`kubernetes.podspec-volumes-csi\`. ${oneKind}` }),
    ephemeral: ephemeral.optional().meta({
      description: `A volume with its own claim; requires the feature flag \`kubernetes.podspec-volumes-ephemeral\`. ${oneKind}`,
    }),
    image: image.optional().meta({
      description: `The files of an image; requires the feature flag \`kubernetes.podspec-volumes-image\`. ${oneKind}`,
    }),
  })
  .meta({
    id: "FunctionVolume",
    oneOf: [
      "files",
      "secretFiles",
      "secret",
      "configMap",
      "projected",
      "emptyDir",
      "persistentVolumeClaim",
      "hostPath",
      "csi",
      "ephemeral",
      "image",
    ],
    description: "A volume and where the function's container mounts it.",
  });
