// The schema of sidecars and init containers, in Kubernetes' own terms.

import { z } from "zod";
import { noneOf } from "../../input/cel";
import { flag, stringEnum, text, texts } from "../../input/fields";
import { imageReference, podLabel, relativePath } from "../../input/names";
import { securityContext } from "../../kubernetes/securityContext";
import { mountPath } from "../volumes/volumeSchema";
import { envFrom, envValueFrom, sidecarEnvName } from "./envSchema";
import { probes } from "./probeSchema";
import { sidecarResources } from "./resourceSchema";

const mount = z
  .strictObject({
    name: podLabel.meta({ description: "Name of the volume, as in the function's `volumes`." }),
    mountPath: mountPath.meta({ description: "Where the container mounts it, absolute." }),
    subPath: relativePath
      .optional()
      .meta({ description: "The part of the volume that is mounted. Defaults to all of it." }),
    readOnly: flag(
      "Whether the container may only read. Defaults to false for `emptyDir`, `persistentVolumeClaim` and `ephemeral`; the others are always read only.",
    ),
  })
  .meta({ id: "FunctionVolumeMount", description: "A volume of the function in another container." });

const reservedNames = ["queue-proxy", "user-container"];

const common = {
  name: podLabel
    .refine((name) => !reservedNames.includes(name), {
      error: "is the name of an existing container (queue-proxy and user-container are reserved); choose another",
      ...noneOf(reservedNames),
    })
    .meta({ description: "Name of the container, unique in the function." }),
  image: imageReference.meta({
    description: "Image of the container, preferably by digest; Knative resolves a tag when it creates the revision.",
  }),
  command: texts("Command that replaces the image's entrypoint. Defaults to the image's."),
  args: texts("Arguments of the program. Defaults to the image's."),
  workingDir: text("Working directory of the program. Defaults to the image's."),
  env: z
    .record(sidecarEnvName, z.string())
    .optional()
    .meta({ description: "Environment variables, in plain text. Defaults to none." }),
  envFrom: envFrom.meta({ description: "Secrets and ConfigMaps as environment variables. Defaults to none." }),
  envValueFrom: envValueFrom(sidecarEnvName).meta({
    description: "Environment variables whose values come from elsewhere, by name. Defaults to none.",
  }),
  resources: sidecarResources.optional().meta({ description: "Compute resources of the container." }),
  securityContext: securityContext.optional().meta({ description: "Security settings of the container's processes." }),
  volumeMounts: z
    .array(mount)
    .optional()
    .meta({ description: "Volumes of the function that it mounts. Defaults to none." }),
  terminationMessagePolicy: stringEnum(
    "FunctionTerminationMessagePolicy",
    "Where a container's termination message comes from.",
    {
      File: "From its termination message file.",
      FallbackToLogsOnError: "From that file, or on error from the end of its log.",
    },
  )
    .optional()
    .meta({ description: "Where the container's termination message comes from. Defaults to `File`." }),
};

export const sidecar = z
  .strictObject({
    ...common,
    probes: probes.optional().meta({
      description: "Probes of the sidecar; they require the feature flag `multi-container-probing`. Defaults to none.",
    }),
  })
  .meta({
    id: "FunctionSidecar",
    description: "A container that runs alongside the function's in each Pod. It has no port.",
  });

export const initContainer = z
  .strictObject(common)
  .meta({ id: "FunctionInitContainer", description: "A container that runs to completion before the others start." });
