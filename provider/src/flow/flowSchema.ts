// The public face of Flow: a channel with subscribers, a sequence, parallel branches, or a transformation.
import { z } from "zod";
import { deliveryAt } from "../events/delivery";
import { destination, destinationAt, destinationShape, oneDestination } from "../events/destination";
import { channelKind } from "../events/kinds/channelKind";
import type { Face } from "../input/face";
import { flag, named, providersNamespace } from "../input/fields";
import { dnsLabel, labelKey, labelValue } from "../input/names";
import { adopt } from "../ownership/adopt";

const one =
  "Exactly one of `channel`, `sequence`, `parallel` and `transform` is given. Changing to another replaces the flow.";

const channelsAre = channelKind.optional().meta({
  description:
    "Kind of the channels between the parts. Changing it replaces the channels. Defaults to the installation's own, `InMemoryChannel`.",
});

const subscriber = z
  .strictObject({
    ...destinationShape,
    reply: destinationAt(
      "Where the subscriber's answers go, when they are events. Defaults to nowhere: they are dropped.",
    ),
    delivery: deliveryAt("How events are delivered to the subscriber. Defaults to the channel's own delivery."),
  })
  .meta({
    id: "FlowSubscriber",
    oneOf: oneDestination,
    description: "Who gets every event of the channel (a Subscription).",
  });

const channel = z
  .strictObject({
    kind: channelsAre,
    subscribers: z.record(dnsLabel(40), subscriber).optional().meta({
      description:
        "Who gets every event of the channel, each by a name of your own. Defaults to none; a function's trigger may subscribe too.",
    }),
    delivery: deliveryAt(
      "How events are delivered to subscribers that say nothing themselves. Defaults to Knative's own.",
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
    description: "One step: its answer is the event that the next step gets.",
  });

const sequence = z
  .strictObject({
    kind: channelsAre,
    steps: z.array(step).min(1).meta({ description: "The steps in their order. Required." }),
    reply: destinationAt("Where the answer of the last step goes. Defaults to nowhere: it is dropped."),
  })
  .meta({
    id: "FlowSequence",
    description: "Steps one after the other (a Knative Sequence); a step that answers no event ends it.",
  });

const branch = z
  .strictObject({
    filter: destinationAt(
      "Who decides: the branch goes on with the event that it answers, and ends when it answers none. Defaults to no filter: every event.",
    ),
    subscriber: destination.meta({ description: "Who gets the event. Required." }),
    reply: destinationAt("Where the subscriber's answer goes. Defaults to `reply` of all branches."),
    delivery: deliveryAt("How events are delivered in this branch. Defaults to Knative's own."),
  })
  .meta({ id: "FlowBranch", description: "One branch." });

const parallel = z
  .strictObject({
    kind: channelsAre,
    branches: z.array(branch).min(1).meta({ description: "The branches. Required." }),
    reply: destinationAt(
      "Where the answers of branches go that say nothing themselves. Defaults to nowhere: they are dropped.",
    ),
  })
  .meta({ id: "FlowParallel", description: "Branches that each get every event (a Knative Parallel)." });

const transform = z
  .strictObject({
    jsonata: z.string().min(1).optional().meta({
      description:
        "Expression of JSONata over the whole event, run by Knative's own EventTransform. Exactly one of `jsonata` and `function` is given.",
    }),
    function: named(
      dnsLabel(52),
      "Name of a function that answers the transformed event. Exactly one of `jsonata` and `function` is given.",
    ),
    sink: destinationAt(
      "Where the transformed event goes. Defaults to being the answer to whoever sent the event, e.g. a broker; with `function` to nowhere.",
    ),
    discardReply: flag(
      "Whether the answer of the sink is dropped, rather than being the answer to the sender. Only with `jsonata` and `sink`. Defaults to false.",
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
      .meta({ description: "Labels of the flow and of what is made beside it. Defaults to none." }),
    channel: channel.optional().meta({ description: `Every event to every subscriber. ${one}` }),
    sequence: sequence.optional().meta({ description: `One step after the other. ${one}` }),
    parallel: parallel.optional().meta({ description: `Branches beside each other. ${one}` }),
    transform: transform.optional().meta({ description: `Another event in place of each event. ${one}` }),
  })
  .meta({ oneOf: ["channel", "sequence", "parallel", "transform"] });

export const flowFace: Face = {
  name: "Flow",
  folder: "flow",
  description:
    "How events run through several functions: fan-out by a channel, a sequence, parallel branches, a transformation. It needs Knative with `eventing`.",
  args: flowArgs,
  outputs: z.object({
    name: z.string().meta({ description: "Name of the flow, known once it is ready to take events." }),
    url: z.string().meta({ description: "Address inside the cluster that takes events." }),
    kind: z
      .string()
      .meta({ description: "Kind of the object that takes the events, e.g. `Sequence`, for a `ref` as destination." }),
    apiVersion: z.string().meta({ description: "Group and version of that object, for a `ref` as destination." }),
  }),
};
