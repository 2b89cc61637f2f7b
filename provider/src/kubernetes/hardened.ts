// The security context of a container with no more rights than a server needs, unless the user sets others. Pure.
import { given } from "../input/given";

export function hardened<Context extends { capabilities?: object }>(context: Context) {
  return {
    allowPrivilegeEscalation: false,
    seccompProfile: { type: "RuntimeDefault" },
    ...given(context),
    capabilities: { drop: ["ALL"], ...given(context.capabilities ?? {}) },
  };
}
