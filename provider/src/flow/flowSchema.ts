// The public API of Flow: a channel with subscribers, a sequence, parallel branches, or a transformation.
import { z } from "zod";
import { deliveryAt } from "../events/delivery";
import { destination, destinationAt, destinationShape, oneDestination } from "../events/destination";
import { channelKind } from "../events/kinds/channelKind";
import type { Face } from "../input/face";
import { flag, named, providersNamespace } from "../input/fields";
import { dnsLabel, labelKey, labelValue } from "../input/names";
import { adopt } from "../ownership/adopt";

const one =
  "Exactly one of `channel`, `sequence`, `parallel` and `transform` must be set. Changing to another one replaces the flow.";

const channelsAre = channelKind.optional().meta({
  description:
    "Kind of the channels between the parts. Changing it replaces the channels. Defaults to that of the installation, `InMemoryChannel`.",
});

const subscriber = z
  .strictObject({
    ...destinationShape,
    reply: destinationAt(
      "Where the subscriber's responses go, if they are events. Defaults to nowhere: they are dropped.",
    ),
    delivery: deliveryAt("How events are delivered to the subscriber. Defaults to the channel's own delivery."),
  })
  .meta({
    id: "FlowSubscriber",
    oneOf: oneDestination,
    description: "A receiver of every event of the channel (a Subscription).",
  });

const channel = z
  .strictObject({
    kind: channelsAre,
    subscribers: z.record(dnsLabel(40), subscriber).optional().meta({
      description:
        "Receivers of every event of the channel, each under a name of your choice. Defaults to none; a function's trigger may subscribe too.",
    }),
    delivery: deliveryAt(
      "How events are delivered to subscribers that have no `delivery` of their own. Defaults to Knative's own.",
    ),
  })
  .meta({ id: "FlowChannel", description: "A channel: each event goes to every subscriber (fan-out)." });

const step = z
  .strictObject({
    ...destinationShape,
    delivery: deliveryAt("How events are delivered to the step. Defaults to Knative's own."),
  })
  .meta({
    id: "FlowStep",
    oneOf: oneDestination,
    description: "One step: its response is the event that the next step receives.",
  });

const sequence = z
  .strictObject({
    kind: channelsAre,
    steps: z.array(step).min(1).meta({ description: "The steps, in order. Required." }),
    reply: destinationAt("Where the last step's response goes. Defaults to nowhere: it is dropped."),
  })
  .meta({
    id: "FlowSequence",
    description: "Steps one after the other (a Knative Sequence); a step that responds without an event ends it.",
  });

const branch = z
  .strictObject({
    filter: destinationAt(
      "Filter of the branch: the branch continues with the event that it responds with, and ends if it responds without one. Defaults to no filter: every event.",
    ),
    subscriber: destination.meta({ description: "The receiver of the event. Required." }),
    reply: destinationAt("Where the subscriber's response goes. Defaults to `reply` of all branches."),
    delivery: deliveryAt("How events are delivered in this branch. Defaults to Knative's own."),
  })
  .meta({ id: "FlowBranch", description: "One branch." });

const parallel = z
  .strictObject({
    kind: channelsAre,
    branches: z.array(branch).min(1).meta({ description: "The branches. Required." }),
    reply: destinationAt(
      "Where the responses of branches without a `reply` of their own go. Defaults to nowhere: they are dropped.",
    ),
  })
  .meta({ id: "FlowParallel", description: "Branches that each receive every event (a Knative Parallel)." });

const transform = z
  .strictObject({
    jsonata: z.string().min(1).optional().meta({
      description:
        "JSONata expression over the entire event, evaluated by Knative's EventTransform. Exactly one of `jsonata` and `function` must be set.",
    }),
    function: named(
      dnsLabel(52),
      "Name of a function that responds with the transformed event. Exactly one of `jsonata` and `function` must be set.",
    ),
    sink: destinationAt(
      "Where the transformed event goes. Defaults to the sender, e.g. a broker, as the response; with `function` to nowhere.",
    ),
    discardReply: flag(
      "Whether the sink's response is dropped instead of being returned to the sender. Only with `jsonata` and `sink`. Defaults to false.",
    ),
  })
  .meta({ id: "FlowTransform", oneOf: ["jsonata", "function"], description: "A transformation of each event." });

export const flowArgs = z
  .strictObject({
    name: named(dnsLabel(52), "Name of the flow. Defaults to the resource's name. Changing it replaces the flow."),
    namespace: named(
      dnsLabel(63),
      `Namespace of the flow; it must exist. ${providersNamespace} Changing it replaces the flow.`,
    ),
    adopt: adopt("the flow"),
    labels: z
      .record(labelKey, labelValue)
      .optional()
      .meta({ description: "Labels of the flow and of the objects created with it. Defaults to none." }),
    channel: channel.optional().meta({ description: `Every event to every subscriber. ${one}` }),
    sequence: sequence.optional().meta({ description: `One step after the other. ${one}` }),
    parallel: parallel.optional().meta({ description: `Parallel branches. ${one}` }),
    transform: transform.optional().meta({ description: `Replaces each event by another one. ${one}` }),
  })
  .meta({ oneOf: ["channel", "sequence", "parallel", "transform"] });

export const flowFace: Face = {
  name: "Flow",
  folder: "flow",
  description:
    "How events run through several functions: fan-out by a channel, a sequence, parallel branches, a transformation. Requires Knative with `eventing`.",
  args: flowArgs,
  outputs: z.object({
    name: z.string().meta({ description: "Name of the flow, known once it is ready to receive events." }),
    url: z.string().meta({ description: "Address inside the cluster that receives events." }),
    kind: z.string().meta({
      description: "Kind of the object that receives the events, e.g. `Sequence`, for a `ref` as destination.",
    }),
    apiVersion: z.string().meta({ description: "Group and version of that object, for a `ref` as destination." }),
  }),
};
