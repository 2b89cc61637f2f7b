// Containers beside the function's: sidecars and init containers, in Kubernetes' own terms.

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
    mountPath: mountPath.meta({ description: "Where the container sees it, absolute." }),
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
      error:
        "is the name of a container that is there already (queue-proxy and user-container are reserved); choose another",
      ...noneOf(reservedNames),
    })
    .meta({ description: "Name of the container, unique in the function." }),
  image: imageReference.meta({
    description:
      "Image of the container, best with its digest; Knative finds the digest of a tag itself when the revision is made.",
  }),
  command: texts("Program that runs in place of the image's own. Defaults to the image's."),
  args: texts("Arguments of the program. Defaults to the image's."),
  workingDir: text("Directory that the program starts in. Defaults to the image's."),
  env: z
    .record(sidecarEnvName, z.string())
    .optional()
    .meta({ description: "Environment variables, in clear. Defaults to none." }),
  envFrom: envFrom.meta({ description: "Secrets and ConfigMaps as environment variables. Defaults to none." }),
  envValueFrom: envValueFrom(sidecarEnvName).meta({
    description: "Environment variables whose values come from elsewhere, by name. Defaults to none.",
  }),
  resources: sidecarResources.optional().meta({ description: "Compute resources of the container." }),
  securityContext: securityContext.optional().meta({ description: "Rights of the container's processes." }),
  volumeMounts: z
    .array(mount)
    .optional()
    .meta({ description: "Volumes of the function that it sees. Defaults to none." }),
  terminationMessagePolicy: stringEnum(
    "FunctionTerminationMessagePolicy",
    "Where the last words of a container come from.",
    {
      File: "From its termination message file.",
      FallbackToLogsOnError: "From that file, else from the end of its log.",
    },
  )
    .optional()
    .meta({ description: "Where the last words of the container come from. Defaults to `File`." }),
};

export const sidecar = z
  .strictObject({
    ...common,
    probes: probes.optional().meta({
      description: "Probes of the sidecar; they need the feature flag `multi-container-probing`. Defaults to none.",
    }),
  })
  .meta({
    id: "FunctionSidecar",
    description: "A container that runs beside the function's in each Pod. It has no port.",
  });

export const initContainer = z
  .strictObject(common)
  .meta({ id: "FunctionInitContainer", description: "A container that runs to its end before the others start." });
