// The image of a source's program: the one that the arguments set, or one that is built into the user's registry.
import type * as pulumi from "@pulumi/pulumi";
import { type Destination, programImage } from "../build/programImage";
import type { Kind } from "./kinds/kind";

/** The arguments with an image, if one of this package's programs runs the source. */
// biome-ignore lint/suspicious/noExplicitAny: the arguments of any kind
export function withProgram(owner: pulumi.Resource, kind: Kind<any>, args: any, destination: Destination): any {
  const program = kind.program?.(args);
  if (program === undefined || args.image !== undefined) return args;
  return { ...args, image: programImage(owner, program, destination) };
}

/** True if a program has to be built and therefore pushed. */
// biome-ignore lint/suspicious/noExplicitAny: the arguments of any kind
export function isBuilt(kind: Kind<any>, args: any): boolean {
  return kind.program?.(args) !== undefined && args.image === undefined;
}
