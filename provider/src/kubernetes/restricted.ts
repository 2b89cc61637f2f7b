// The rights of a container whose program needs none: no privileges and a read-only image.
import type { SecurityContext } from "./objectTypes";

/** A container's security context; the user is set on its Pod. */
export const restricted = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ["ALL"] },
} satisfies SecurityContext;
