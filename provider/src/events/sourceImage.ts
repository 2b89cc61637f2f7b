// The image of the program behind a source: what the arguments name, or one that is built into the user's registry.
import type * as pulumi from "@pulumi/pulumi";
import { type Destination, programImage } from "../build/programImage";
import type { Kind } from "./kinds/kind";

/** The arguments with an image, where the source is run by a program of ours. */
// biome-ignore lint/suspicious/noExplicitAny: the arguments of any kind
export function withProgram(owner: pulumi.Resource, kind: Kind<any>, args: any, destination: Destination): any {
  const program = kind.program?.(args);
  if (program === undefined || args.image !== undefined) return args;
  return { ...args, image: programImage(owner, program, destination) };
}

/** True where a program has to be built, and so pushed. */
// biome-ignore lint/suspicious/noExplicitAny: the arguments of any kind
export function isBuilt(kind: Kind<any>, args: any): boolean {
  return kind.program?.(args) !== undefined && args.image === undefined;
}
