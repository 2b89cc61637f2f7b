// A broker's arguments with all defaults filled in.
import type { Input } from "@pulumi/pulumi";
import type { BrokerArgs } from "./brokerArgs.gen";

export interface BrokerSpec extends BrokerArgs {
  name: Input<string>;
  namespace: Input<string>;
  class: Input<string>;
}

/** `resourceName` is the default of the broker's name. */
export function brokerSpec(resourceName: string, args: BrokerArgs): BrokerSpec {
  const { name = resourceName, namespace = "default", kafka } = args;
  return { ...args, name, namespace, class: args.class ?? (kafka === undefined ? "MTChannelBasedBroker" : "Kafka") };
}
