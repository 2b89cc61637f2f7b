// A flow's arguments with all defaults filled in.
import type { Input } from "@pulumi/pulumi";
import type { FlowArgs } from "./flowArgs.gen";

export interface FlowSpec extends FlowArgs {
  name: Input<string>;
  namespace: Input<string>;
}

/** `resourceName` is the default of the flow's name. */
export function flowSpec(resourceName: string, args: FlowArgs): FlowSpec {
  return { ...args, name: args.name ?? resourceName, namespace: args.namespace ?? "default" };
}
