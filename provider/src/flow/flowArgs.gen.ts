// Generated from the schemas by `npm run generate`; do not edit.
import type { Input } from "@pulumi/pulumi";
import type { ChannelKind, DeliveryArgs, DestinationArgs, DestinationRefArgs } from "../events/eventArgs.gen";

/** Arguments of Flow. */
export interface FlowArgs {
  /** Name of the flow. Defaults to the resource's name. Changing it replaces the flow. */
  name?: Input<string>;
  /** Namespace of the flow; it must exist. Defaults to `default`, unless the Kubernetes provider sets another one: through its `namespace`, the configuration `kubernetes:namespace`, or the kubeconfig context. Changing it replaces the flow. */
  namespace?: Input<string>;
  /** Whether the flow adopts existing objects with its names that belong to kubectl, another tool or another stack, which must not deploy them again; without it the preview and the update fail. The objects are changed to match these arguments. While it is set, nothing of the flow is deleted, neither by a destroy nor by an update that removes it from the program, including objects that this stack created. Remove it once the objects belong to this stack: then a destroy deletes them too. Defaults to false. */
  adopt?: boolean;
  /** Labels of the flow and of the objects created with it. Defaults to none. */
  labels?: Input<Record<string, Input<string>>>;
  /** Every event to every subscriber. Exactly one of `channel`, `sequence`, `parallel` and `transform` must be set. Changing to another one replaces the flow. */
  channel?: FlowChannelArgs;
  /** One step after the other. Exactly one of `channel`, `sequence`, `parallel` and `transform` must be set. Changing to another one replaces the flow. */
  sequence?: FlowSequenceArgs;
  /** Parallel branches. Exactly one of `channel`, `sequence`, `parallel` and `transform` must be set. Changing to another one replaces the flow. */
  parallel?: FlowParallelArgs;
  /** Replaces each event by another one. Exactly one of `channel`, `sequence`, `parallel` and `transform` must be set. Changing to another one replaces the flow. */
  transform?: FlowTransformArgs;
}

/** A transformation of each event. */
export interface FlowTransformArgs {
  /** JSONata expression over the entire event, evaluated by Knative's EventTransform. Exactly one of `jsonata` and `function` must be set. */
  jsonata?: Input<string>;
  /** Name of a function that responds with the transformed event. Exactly one of `jsonata` and `function` must be set. */
  function?: Input<string>;
  /** Where the transformed event goes. Defaults to the sender, e.g. a broker, as the response; with `function` to nowhere. */
  sink?: DestinationArgs;
  /** Whether the sink's response is dropped instead of being returned to the sender. Only with `jsonata` and `sink`. Defaults to false. */
  discardReply?: Input<boolean>;
}

/** One branch. */
export interface FlowBranchArgs {
  /** Filter of the branch: the branch continues with the event that it responds with, and ends if it responds without one. Defaults to no filter: every event. */
  filter?: DestinationArgs;
  /** The receiver of the event. Required. */
  subscriber: DestinationArgs;
  /** Where the subscriber's response goes. Defaults to `reply` of all branches. */
  reply?: DestinationArgs;
  /** How events are delivered in this branch. Defaults to Knative's own. */
  delivery?: DeliveryArgs;
}

/** Branches that each receive every event (a Knative Parallel). */
export interface FlowParallelArgs {
  /** Kind of the channels between the parts. Changing it replaces the channels. Defaults to that of the installation, `InMemoryChannel`. */
  kind?: Input<ChannelKind>;
  /** The branches. Required. */
  branches: FlowBranchArgs[];
  /** Where the responses of branches without a `reply` of their own go. Defaults to nowhere: they are dropped. */
  reply?: DestinationArgs;
}

/** One step: its response is the event that the next step receives. */
export interface FlowStepArgs {
  /** Name of a function (a Knative Service), e.g. the output `name` of a Function. Exactly one of `function`, `broker`, `channel`, `service`, `url` and `ref` must be set. */
  function?: Input<string>;
  /** Name of a broker. Exactly one of `function`, `broker`, `channel`, `service`, `url` and `ref` must be set. */
  broker?: Input<string>;
  /** Name of a channel (kind `Channel` of `messaging.knative.dev/v1`). Exactly one of `function`, `broker`, `channel`, `service`, `url` and `ref` must be set. */
  channel?: Input<string>;
  /** Name of a Kubernetes Service that listens on port 80. Exactly one of `function`, `broker`, `channel`, `service`, `url` and `ref` must be set. */
  service?: Input<string>;
  /** An address, inside or outside the cluster. Exactly one of `function`, `broker`, `channel`, `service`, `url` and `ref` must be set. */
  url?: Input<string>;
  /** Any other object that has an address. Exactly one of `function`, `broker`, `channel`, `service`, `url` and `ref` must be set. */
  ref?: DestinationRefArgs;
  /** Namespace of the object. Defaults to the namespace of the component that sends the events. */
  namespace?: Input<string>;
  /** Path at the object's address, e.g. `/orders`. Defaults to the address itself. */
  path?: Input<string>;
  /** How events are delivered to the step. Defaults to Knative's own. */
  delivery?: DeliveryArgs;
}

/** Steps one after the other (a Knative Sequence); a step that responds without an event ends it. */
export interface FlowSequenceArgs {
  /** Kind of the channels between the parts. Changing it replaces the channels. Defaults to that of the installation, `InMemoryChannel`. */
  kind?: Input<ChannelKind>;
  /** The steps, in order. Required. */
  steps: FlowStepArgs[];
  /** Where the last step's response goes. Defaults to nowhere: it is dropped. */
  reply?: DestinationArgs;
}

/** A receiver of every event of the channel (a Subscription). */
export interface FlowSubscriberArgs {
  /** Name of a function (a Knative Service), e.g. the output `name` of a Function. Exactly one of `function`, `broker`, `channel`, `service`, `url` and `ref` must be set. */
  function?: Input<string>;
  /** Name of a broker. Exactly one of `function`, `broker`, `channel`, `service`, `url` and `ref` must be set. */
  broker?: Input<string>;
  /** Name of a channel (kind `Channel` of `messaging.knative.dev/v1`). Exactly one of `function`, `broker`, `channel`, `service`, `url` and `ref` must be set. */
  channel?: Input<string>;
  /** Name of a Kubernetes Service that listens on port 80. Exactly one of `function`, `broker`, `channel`, `service`, `url` and `ref` must be set. */
  service?: Input<string>;
  /** An address, inside or outside the cluster. Exactly one of `function`, `broker`, `channel`, `service`, `url` and `ref` must be set. */
  url?: Input<string>;
  /** Any other object that has an address. Exactly one of `function`, `broker`, `channel`, `service`, `url` and `ref` must be set. */
  ref?: DestinationRefArgs;
  /** Namespace of the object. Defaults to the namespace of the component that sends the events. */
  namespace?: Input<string>;
  /** Path at the object's address, e.g. `/orders`. Defaults to the address itself. */
  path?: Input<string>;
  /** Where the subscriber's responses go, if they are events. Defaults to nowhere: they are dropped. */
  reply?: DestinationArgs;
  /** How events are delivered to the subscriber. Defaults to the channel's own delivery. */
  delivery?: DeliveryArgs;
}

/** A channel: each event goes to every subscriber (fan-out). */
export interface FlowChannelArgs {
  /** Kind of the channels between the parts. Changing it replaces the channels. Defaults to that of the installation, `InMemoryChannel`. */
  kind?: Input<ChannelKind>;
  /** Receivers of every event of the channel, each under a name of your choice. Defaults to none; a function's trigger may subscribe too. */
  subscribers?: Record<string, FlowSubscriberArgs>;
  /** How events are delivered to subscribers that have no `delivery` of their own. Defaults to Knative's own. */
  delivery?: DeliveryArgs;
}
