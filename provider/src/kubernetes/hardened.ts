// The security context of a container with no more rights than a server needs, unless the user sets others. Pure.
import { given } from "../input/given";
import type { Capabilities, SecurityContext } from "./objectTypes";

type Rights = Omit<SecurityContext, "capabilities"> & { capabilities?: Capabilities };

export function hardened(context: Rights): SecurityContext {
  return {
    allowPrivilegeEscalation: false,
    seccompProfile: { type: "RuntimeDefault" },
    ...given(context),
    capabilities: { drop: ["ALL"], ...given(context.capabilities ?? {}) },
  };
}
