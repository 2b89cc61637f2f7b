// What a program of a container may do that needs no rights at all: run as what it is, and write nothing to its image.

/** As the security context of a container; who it runs as stands at its Pod. */
export const restricted = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ["ALL"] },
};
