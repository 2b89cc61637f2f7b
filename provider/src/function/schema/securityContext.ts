// Security settings of a container and of a Pod, as far as Knative takes them.
import { z } from "zod";
import { flag, text, whole, words } from "../../core/fields";

const id = (what: string) => whole(0, what);

const seccompProfile = z
  .strictObject({
    type: words("FunctionSeccompType", "Which system calls are allowed.", {
      RuntimeDefault: "Those that the container runtime allows by default.",
      Localhost: "Those of a profile on the node.",
      Unconfined: "All.",
    }).meta({ description: "Which system calls are allowed." }),
    localhostProfile: text("File of the profile on the node. Required with `Localhost`, and not given otherwise."),
  })
  .meta({ id: "FunctionSeccompProfile", description: "Filter of system calls." });

const capability = z.string().regex(/^[A-Z][A-Z0-9_]*$/, {
  error: 'expected a Linux capability in capitals without CAP_, e.g. "NET_BIND_SERVICE", or "ALL"',
});

const capabilities = z
  .strictObject({
    add: z.array(capability).optional().meta({
      description:
        "Capabilities beyond the runtime's own; needs the feature flag `kubernetes.containerspec-addcapabilities`. Defaults to none.",
    }),
    drop: z.array(capability).optional().meta({ description: "Capabilities taken away. Defaults to `ALL`." }),
  })
  .meta({ id: "FunctionCapabilities", description: "Linux capabilities of a container." });

export const securityContext = z
  .strictObject({
    allowPrivilegeEscalation: flag("Whether a process may gain more rights than its parent. Defaults to false."),
    capabilities: capabilities
      .optional()
      .meta({ description: "Linux capabilities. Defaults to none: all are dropped." }),
    readOnlyRootFilesystem: flag("Whether the image's files can't be written. Defaults to false."),
    runAsGroup: id("Group that the processes run as. Defaults to the image's."),
    runAsNonRoot: flag("Whether the Pod is refused when its user is root. Defaults to false."),
    runAsUser: id("User that the processes run as. Defaults to the image's."),
    seccompProfile: seccompProfile
      .optional()
      .meta({ description: "Filter of system calls. Defaults to `RuntimeDefault`." }),
  })
  .meta({ id: "FunctionSecurityContext", description: "Rights of a container's processes." });

export const podSecurityContext = z
  .strictObject({
    fsGroup: id("Group that owns the files of volumes. Defaults to none."),
    runAsGroup: id("Group that the processes of all containers run as. Defaults to the images'."),
    runAsNonRoot: flag("Whether the Pod is refused when a user is root. Defaults to false."),
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
        description: "Further groups of the processes. Defaults to none.",
      }),
  })
  .meta({ id: "FunctionPodSecurityContext", description: "Rights of the processes of all containers of a Pod." });
