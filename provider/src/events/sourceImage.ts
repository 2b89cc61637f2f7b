// The image of a source's program: the one that the arguments set, or one that is built into the user's registry.
import type * as pulumi from "@pulumi/pulumi";
import { type Destination, programImage } from "../build/programImage";
import type { Kind } from "./kinds/kind";

/** The arguments with an image of each program of this package that they need. */
// biome-ignore lint/suspicious/noExplicitAny: the arguments of any kind
export function withProgram(owner: pulumi.Resource, kind: Kind<any>, args: any, destination: Destination): any {
  const program = kind.program?.(args);
  const source = program === undefined ? args : withImage(owner, program, args, destination);
  if (!isAnswered(args)) return source;
  return { ...source, replies: withImage(owner, "kafka-replies", args.replies, destination) };
}

interface Programmed {
  image?: pulumi.Input<string>;
}

function withImage(owner: pulumi.Resource, program: string, args: Programmed, destination: Destination): Programmed {
  return args.image === undefined ? { ...args, image: programImage(owner, program, destination) } : args;
}

/** Whether a program writes the answers. A Kafka source does so itself, and has no servers of their own for them. */
// biome-ignore lint/suspicious/noExplicitAny: the arguments of any kind
export const isAnswered = ({ replies }: any) => replies?.bootstrapServers !== undefined;

/** True if a program has to be built and therefore pushed. */
// biome-ignore lint/suspicious/noExplicitAny: the arguments of any kind
export function isBuilt(kind: Kind<any>, args: any): boolean {
  const isSource = kind.program?.(args) !== undefined && args.image === undefined;
  return isSource || (isAnswered(args) && args.replies.image === undefined);
}
