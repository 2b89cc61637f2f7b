// The schema of a Pod's security context, as far as Knative accepts it.
import { z } from "zod";
import { flag, integer } from "../../input/fields";
import { seccompProfile } from "../../kubernetes/securityContext";

const id = (what: string) => integer(0, what);

export const podSecurityContext = z
  .strictObject({
    fsGroup: id("Group that owns the files of volumes. Defaults to none."),
    runAsGroup: id("Group that the processes of all containers run as. Defaults to the images'."),
    runAsNonRoot: flag("Whether the Pod is rejected if a user is root. Defaults to false."),
    runAsUser: id("User that the processes of all containers run as. Defaults to the images'."),
    seccompProfile: seccompProfile
      .optional()
      .meta({ description: "Filter of system calls. Defaults to the containers' own." }),
    supplementalGroups: z
      .array(
        z
          .int()
          .min(0)
          .max(2 ** 31 - 1),
      )
      .optional()
      .meta({
        description: "Additional groups of the processes. Defaults to none.",
      }),
  })
  .meta({
    id: "FunctionPodSecurityContext",
    description: "Security settings of the processes of all containers of a Pod.",
  });
