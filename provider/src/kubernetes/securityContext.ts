// The public API of a container's rights, limited to what Knative accepts. hardened.ts makes the manifest of it.
import { z } from "zod";
import { flag, integer, stringEnum, text } from "../input/fields";

const id = (what: string) => integer(0, what);

export const seccompProfile = z
  .strictObject({
    type: stringEnum("SeccompType", "Which system calls are allowed.", {
      RuntimeDefault: "Those that the container runtime allows by default.",
      Localhost: "Those of a profile on the node.",
      Unconfined: "All.",
    }).meta({ description: "Which system calls are allowed." }),
    localhostProfile: text("File of the profile on the node. Required with `Localhost`, and not allowed otherwise."),
  })
  .meta({ id: "SeccompProfile", description: "Filter of system calls." });

const capability = z.string().regex(/^[A-Z][A-Z0-9_]*$/, {
  error: 'expected a Linux capability in capitals without CAP_, e.g. "NET_BIND_SERVICE", or "ALL"',
});

const capabilities = z
  .strictObject({
    add: z.array(capability).optional().meta({
      description:
        "Capabilities in addition to the runtime's defaults; for a function they require the feature flag `kubernetes.containerspec-addcapabilities`. Defaults to none.",
    }),
    drop: z.array(capability).optional().meta({ description: "Capabilities to drop. Defaults to `ALL`." }),
  })
  .meta({ id: "Capabilities", description: "Linux capabilities of a container." });

export const securityContext = z
  .strictObject({
    allowPrivilegeEscalation: flag("Whether a process may gain more rights than its parent. Defaults to false."),
    capabilities: capabilities
      .optional()
      .meta({ description: "Linux capabilities. Defaults to none: all are dropped." }),
    readOnlyRootFilesystem: flag(
      "Whether the image's files are read-only. Defaults to true for a container source, otherwise to false.",
    ),
    runAsGroup: id("Group that the processes run as. Defaults to the image's."),
    runAsNonRoot: flag(
      "Whether the container is refused when its user is root. Defaults to true for a container source, and for a function's main container if ko built its image, unless `runAsUser` or `pod.securityContext` set the user; otherwise to false.",
    ),
    runAsUser: id("User that the processes run as. Defaults to the image's."),
    seccompProfile: seccompProfile
      .optional()
      .meta({ description: "Filter of system calls. Defaults to `RuntimeDefault`." }),
  })
  .meta({ id: "SecurityContext", description: "Rights of a container's processes." });
