// The name of a trigger's or source's object, which includes what Knative does not allow to change. Pure.
import type { Input } from "@pulumi/pulumi";
import { contentHash } from "../pulumi/hash";
import { combined } from "../pulumi/value";
import type { Kind } from "./kinds/kind";

export const hashLength = 6;

export function objectName<Args>(kind: Kind<Args>, args: Args, name: Input<string>): Input<string> {
  const fixed = kind.fixed?.(args);
  if (fixed === undefined) return name;
  return combined([name, fixed], (known, content) => `${known}-${contentHash(content).slice(0, hashLength - 1)}`);
}
