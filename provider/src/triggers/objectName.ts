// The name of a trigger's or source's object: with what Knative refuses to change in it. Pure.
import { all, type Input, output } from "@pulumi/pulumi";
import { contentHash } from "../core/hash";
import type { Kind } from "./kind";

export const hashLength = 6;

export function objectName<Args>(kind: Kind<Args>, args: Args, name: Input<string>): Input<string> {
  const fixed = kind.fixed?.(args);
  if (fixed === undefined) return name;
  return all([name, output(fixed)]).apply(
    ([known, content]) => `${known}-${contentHash(content).slice(0, hashLength - 1)}`,
  );
}
