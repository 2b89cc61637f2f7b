// Generated from the schemas by `npm run generate`; do not edit.
import type { Input } from "@pulumi/pulumi";
import type { DeliveryArgs } from "../events/eventArgs.gen";

/** Arguments of Broker. */
export interface BrokerArgs {
  /** Name of the broker. Defaults to the resource's name. Changing it replaces the broker; its triggers move to the new one, and events still stored in the old one are lost. */
  name?: Input<string>;
  /** Namespace of the broker; it must exist. Defaults to `default`, unless the Kubernetes provider sets another one: through its `namespace`, the configuration `kubernetes:namespace`, or the kubeconfig context. Changing it replaces the broker; its triggers move to the new one, and events still stored in the old one are lost. */
  namespace?: Input<string>;
  /** Whether the broker adopts existing objects with its names that belong to kubectl, another tool or another stack, which must not deploy them again; without it the preview and the update fail. The objects are changed to match these arguments. While it is set, nothing of the broker is deleted, neither by a destroy nor by an update that removes it from the program, including objects that this stack created. Remove it once the objects belong to this stack: then a destroy deletes them too. Defaults to false. */
  adopt?: boolean;
  /** Labels of the broker and of the objects created with it. Defaults to none. */
  labels?: Input<Record<string, Input<string>>>;
  /** Class of the broker: `MTChannelBasedBroker`, `Kafka`, or one whose controller is installed separately. Changing it replaces the broker; its triggers move to the new one, and events still stored in the old one are lost. Defaults to `MTChannelBasedBroker`, and to `Kafka` with `kafka`. */
  class?: Input<string>;
  /** The kind of its channels. At most one of `channel`, `kafka` and `config` may be set. Changing it replaces the broker; its triggers move to the new one, and events still stored in the old one are lost. Defaults to `InMemoryChannel` in class `MTChannelBasedBroker`. */
  channel?: BrokerChannelArgs;
  /** Its Apache Kafka topic. At most one of `channel`, `kafka` and `config` may be set. Changing it replaces the broker; its triggers move to the new one, and events still stored in the old one are lost. Defaults to none. */
  kafka?: BrokerKafkaArgs;
  /** A ConfigMap with its settings. At most one of `channel`, `kafka` and `config` may be set. Changing it replaces the broker; its triggers move to the new one, and events still stored in the old one are lost. Defaults to none. */
  config?: BrokerConfigArgs;
  /** How events are delivered to the broker's triggers that have no `delivery` of their own. Defaults to 10 retries, exponential, `PT0.2S`. */
  delivery?: DeliveryArgs;
  /** Types of events that the broker's registry lists, each by its CloudEvents `type`. Defaults to none. */
  eventTypes?: Record<string, BrokerEventTypeArgs>;
  /** Sample events by a name of your choice, each with its attributes, e.g. `type: order.paid`. They are never sent: a preview shows which triggers would receive each of them, before and after a change. Defaults to none. */
  samples?: Record<string, Input<Record<string, Input<string>>>>;
}

/** A type of events that the broker receives (a Knative EventType). */
export interface BrokerEventTypeArgs {
  /** Attribute `source` of the events, a URI. Defaults to any. */
  source?: Input<string>;
  /** Address of the schema of the data. Defaults to none. */
  schema?: Input<string>;
  /** What the event means, for readers of the registry. Defaults to none. */
  description?: Input<string>;
}

/** An existing ConfigMap with the settings of the broker's class. */
export interface BrokerConfigArgs {
  /** Name of the ConfigMap. Required. */
  name: Input<string>;
  /** Namespace of the ConfigMap. Defaults to the broker's. */
  namespace?: Input<string>;
}

/** The Apache Kafka topic in which a broker of class `Kafka` stores its events. */
export interface BrokerKafkaArgs {
  /** Addresses of the Kafka cluster, as `host:port`. Required. */
  bootstrapServers: Input<Input<string>[]>;
  /** Partitions of the broker's topic. Defaults to 10. */
  partitions?: Input<number>;
  /** Number of copies of each partition. Defaults to 3. */
  replicationFactor?: Input<number>;
  /** Name of a Secret in the broker's namespace with `protocol`, `sasl.mechanism`, `user`, `password`, `ca.crt`, `user.crt` and `user.key`. Defaults to none: no authentication, plain text. */
  authSecret?: Input<string>;
}

/** The kind of channels in which a broker of class `MTChannelBasedBroker` stores its events. */
export interface BrokerChannelArgs {
  /** Group and version. Defaults to `messaging.knative.dev/v1`. */
  apiVersion?: Input<string>;
  /** Kind of the channels, e.g. `InMemoryChannel` or `KafkaChannel`. Required. */
  kind: Input<string>;
}
