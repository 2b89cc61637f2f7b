// An event source's arguments with all defaults filled in.
import type { Input } from "@pulumi/pulumi";
import type { EventSourceArgs } from "./eventSourceArgs.gen";

export interface EventSourceSpec extends EventSourceArgs {
  name: Input<string>;
  namespace: Input<string>;
}

/** `resourceName` is the default of the source's name. */
export function sourceSpec(resourceName: string, args: EventSourceArgs): EventSourceSpec {
  return { ...args, name: args.name ?? resourceName, namespace: args.namespace ?? "default" };
}
