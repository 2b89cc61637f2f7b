// The security context of a container that has no rights beyond what a server needs, unless the user says so. Pure.
import { given } from "../input/given";

export function hardened<Context extends { capabilities?: object }>(context: Context) {
  return {
    allowPrivilegeEscalation: false,
    seccompProfile: { type: "RuntimeDefault" },
    ...given(context),
    capabilities: { drop: ["ALL"], ...given(context.capabilities ?? {}) },
  };
}
