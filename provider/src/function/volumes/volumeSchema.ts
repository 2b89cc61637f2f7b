// Volumes of a function: what they hold and where the function's container sees them.

import { posix } from "node:path";
import { z } from "zod";
import { inCel } from "../../input/cel";
import { bounded, flag, integer, named, stringEnum, text } from "../../input/fields";
import { dataKey, dnsSubdomain, quantity, relativePath } from "../../input/names";
import { fieldRef, resourceFieldRef } from "../container/envSchema";

const mode = (what: string) =>
  integer(0, `Permissions of ${what}, as a decimal number from 0 to 511 (octal 777).`, 0o777);
const optional = flag("Whether it may be missing. Defaults to false: the Pod waits until it is there.");

const item = z
  .strictObject({
    key: dataKey.meta({ description: "Key in the Secret or ConfigMap." }),
    path: relativePath.meta({ description: "File below the mount path, relative." }),
    mode: mode("the file. Defaults to `defaultMode`"),
  })
  .meta({ id: "FunctionVolumeItem", description: "One key as one file." });

const items = z
  .array(item)
  .optional()
  .meta({ description: "The keys to show. Defaults to all, each as a file of its name." });
const defaultMode = mode("the files. Defaults to 420 (octal 644)");

const secret = z
  .strictObject({
    secretName: dnsSubdomain.meta({ description: "Name of the Secret in the function's namespace." }),
    items,
    defaultMode,
    optional,
  })
  .meta({ id: "FunctionSecretVolume", description: "A Secret that is there, as files." });

const configMap = z
  .strictObject({
    name: dnsSubdomain.meta({ description: "Name of the ConfigMap in the function's namespace." }),
    items,
    defaultMode,
    optional,
  })
  .meta({ id: "FunctionConfigMapVolume", description: "A ConfigMap that is there, as files." });

const onePart = "Exactly one of `secret`, `configMap`, `serviceAccountToken` and `downwardAPI` is given.";

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
    audience: text("Whom the token is for. Defaults to the cluster's API server."),
    expirationSeconds: integer(600, "How long a token is good, in seconds; the kubelet renews it. Defaults to 3600."),
  })
  .meta({ id: "FunctionTokenProjection", description: "A token of the function's service account, as a file." });

const downwardFile = z
  .strictObject({
    path: relativePath.meta({ description: "File below the mount path." }),
    fieldRef: fieldRef
      .optional()
      .meta({ description: "A field of the Pod. Exactly one of `fieldRef` and `resourceFieldRef` is given." }),
    resourceFieldRef: resourceFieldRef.optional().meta({
      description: "An amount of a container. Exactly one of `fieldRef` and `resourceFieldRef` is given.",
    }),
    mode: mode("the file. Defaults to `defaultMode`"),
  })
  .meta({
    id: "FunctionDownwardFile",
    oneOf: ["fieldRef", "resourceFieldRef"],
    description: "A fact of the Pod as a file.",
  });

const downwardAPI = z
  .strictObject({ items: z.array(downwardFile).min(1).meta({ description: "The files." }) })
  .meta({ id: "FunctionDownwardProjection", description: "Facts of the Pod as files." });

const projected = z
  .strictObject({
    sources: z
      .array(
        z
          .strictObject({
            secret: projection.optional().meta({ description: `Keys of a Secret. ${onePart}` }),
            configMap: projection.optional().meta({ description: `Keys of a ConfigMap. ${onePart}` }),
            serviceAccountToken: serviceAccountToken.optional().meta({ description: `A token. ${onePart}` }),
            downwardAPI: downwardAPI.optional().meta({ description: `Facts of the Pod. ${onePart}` }),
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
    medium: stringEnum("FunctionEmptyDirMedium", "What an empty directory is kept on.", {
      Memory: "Memory: it counts towards the container's memory limit.",
    })
      .optional()
      .meta({ description: "Defaults to the node's disk." }),
    sizeLimit: named(quantity, "Most that it holds, e.g. `64Mi`. Defaults to no bound."),
  })
  .meta({ id: "FunctionEmptyDirVolume", description: "A directory that is empty when a Pod starts and gone with it." });

const persistentVolumeClaim = z
  .strictObject({
    claimName: dnsSubdomain.meta({ description: "Name of the PersistentVolumeClaim in the function's namespace." }),
    readOnly: flag(
      "Whether it is only read. Defaults to false, which needs the feature flag `kubernetes.podspec-persistent-volume-write` too.",
    ),
  })
  .meta({ id: "FunctionClaimVolume", description: "A persistent volume by its claim." });

const hostPath = z
  .strictObject({
    path: z.string().min(1).meta({ description: "Path on the node." }),
    type: stringEnum("FunctionHostPathType", "What must be at a path of the node.", {
      DirectoryOrCreate: "A directory, made when it is missing.",
      Directory: "A directory.",
      FileOrCreate: "A file, made when it is missing.",
      File: "A file.",
      Socket: "A socket.",
      CharDevice: "A character device.",
      BlockDevice: "A block device.",
    })
      .optional()
      .meta({ description: "What must be there. Defaults to no check." }),
  })
  .meta({ id: "FunctionHostPathVolume", description: "A path of the node that the Pod runs on." });

const csi = z
  .strictObject({
    driver: dnsSubdomain.meta({ description: "Name of the CSI driver." }),
    readOnly: flag("Whether it is only read. Defaults to false."),
    fsType: text("File system, e.g. `ext4`. Defaults to what the driver takes."),
    volumeAttributes: z
      .record(z.string(), z.string())
      .optional()
      .meta({ description: "Attributes for the driver. Defaults to none." }),
  })
  .meta({ id: "FunctionCsiVolume", description: "A volume that a CSI driver makes for the Pod." });

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
    description: "A volume with a claim of its own, made and deleted with the Pod.",
  });

const image = z
  .strictObject({
    reference: z.string().min(1).meta({ description: "Reference of the image or artifact, best with its digest." }),
    pullPolicy: stringEnum("FunctionPullPolicy", "When an image is pulled.", {
      Always: "At each start.",
      IfNotPresent: "When the node lacks it.",
      Never: "Never: it must be on the node.",
    })
      .optional()
      .meta({ description: "Defaults to `IfNotPresent`, and for the tag `latest` to `Always`." }),
  })
  .meta({ id: "FunctionImageVolume", description: "The files of an image." });

const oneKind =
  "Exactly one of `files`, `secretFiles`, `secret`, `configMap`, `projected`, `emptyDir`, `persistentVolumeClaim`, `hostPath`, `csi`, `ephemeral` and `image` is given.";

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
        "Where the function's container sees it, absolute; not `/`, `/dev` or `/dev/log`. Defaults to none: then the volume is for sidecars and init containers, which name it in their `volumeMounts`.",
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
        description: `Files by name, with their content in clear. They are kept in a ConfigMap that is named by its content, so changed content is a new revision. ${oneKind}`,
      }),
    secretFiles: bounded(z.record(dataKey, z.string().meta({ secret: true })), 2 ** 20, "a Secret")
      .optional()
      .meta({
        description: `Files by name, with secret content, encrypted in the state. They are kept in a Secret that is named by its content, so changed content is a new revision. ${oneKind}`,
      }),
    secret: secret.optional().meta({ description: `Files of a Secret. ${oneKind}` }),
    configMap: configMap.optional().meta({ description: `Files of a ConfigMap. ${oneKind}` }),
    projected: projected.optional().meta({ description: `Several sources in one directory. ${oneKind}` }),
    emptyDir: emptyDir.optional().meta({ description: `A directory of the Pod's own. ${oneKind}` }),
    persistentVolumeClaim: persistentVolumeClaim.optional().meta({
      description: `A persistent volume; needs the feature flag \`kubernetes.podspec-persistent-volume-claim\`. ${oneKind}`,
    }),
    hostPath: hostPath.optional().meta({
      description: `A path of the node; needs the feature flag \`kubernetes.podspec-volumes-hostpath\`. ${oneKind}`,
    }),
    csi: csi
      .optional()
      .meta({ description: `A CSI volume; needs the feature flag \`kubernetes.podspec-volumes-csi\`. ${oneKind}` }),
    ephemeral: ephemeral.optional().meta({
      description: `A volume with a claim of its own; needs the feature flag \`kubernetes.podspec-volumes-ephemeral\`. ${oneKind}`,
    }),
    image: image.optional().meta({
      description: `The files of an image; needs the feature flag \`kubernetes.podspec-volumes-image\`. ${oneKind}`,
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
    description: "A volume and where the function's container sees it.",
  });
