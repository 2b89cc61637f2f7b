// A flow as Kubernetes objects: the one that receives the events, and a channel's subscriptions. Pure.
import type { Input } from "@pulumi/pulumi";
import { deliveryNeeds, makeDelivery } from "../events/delivery";
import { makeDestination } from "../events/destination";
import type { ChannelKind, DeliveryArgs, DestinationArgs } from "../events/eventArgs.gen";
import { channel as subscription } from "../events/kinds/channelKind";
import type { Need } from "../features/featureFlags";
import { given } from "../input/given";
import type { Manifest } from "../kubernetes/kubernetesObject";
import type { ConfigMap } from "../kubernetes/objectTypes";
import type { Makes } from "../ownership/earlier";
import { contentHash } from "../pulumi/hash";
import { combined } from "../pulumi/value";
import type { FlowArgs, FlowStepArgs, FlowSubscriberArgs } from "./flowArgs.gen";
import { type FlowSpec, flowSpec } from "./flowSpec";

const messaging = "messaging.knative.dev/v1";
const flows = "flows.knative.dev/v1";

/** The object that receives the events. */
export function makeFlow(spec: FlowSpec): Manifest {
  const { apiVersion, kind, spec: own } = receiver(spec);
  const metadata = { name: spec.name, namespace: spec.namespace, ...given({ labels: spec.labels }) };
  return { apiVersion, kind, metadata, spec: own };
}

interface Receiver {
  apiVersion: string;
  kind: string;
  spec: object;
}

function receiver({ channel, sequence, parallel, transform, namespace: home }: FlowSpec): Receiver {
  if (channel !== undefined) return makeChannel(channel, home);
  if (sequence !== undefined) {
    const { kind, steps, reply } = sequence;
    return { apiVersion: flows, kind: "Sequence", spec: makeSequence(steps, kind, reply, home) };
  }
  if (parallel !== undefined) return { apiVersion: flows, kind: "Parallel", spec: makeParallel(parallel, home) };
  return makeTransform(transform as NonNullable<FlowArgs["transform"]>, home);
}

function makeChannel({ kind, delivery }: NonNullable<FlowArgs["channel"]>, home: Input<string>): Receiver {
  return {
    apiVersion: messaging,
    kind: "Channel",
    spec: given({ channelTemplate: template(kind), delivery: makeDelivery(delivery, home) }),
  };
}

function makeSequence(
  steps: FlowStepArgs[],
  kind: Input<ChannelKind> | undefined,
  reply: DestinationArgs | undefined,
  home: Input<string>,
): object {
  return {
    steps: steps.map(({ delivery, ...to }) => ({ ...makeDestination(to, home), ...delivered(delivery, home) })),
    ...given({ channelTemplate: template(kind), reply: optional(reply, home) }),
  };
}

function makeParallel({ kind, branches, reply }: NonNullable<FlowArgs["parallel"]>, home: Input<string>): object {
  return {
    branches: branches.map(({ filter, subscriber, reply: own, delivery }) => ({
      ...given({ filter: optional(filter, home) }),
      subscriber: makeDestination(subscriber, home),
      ...given({ reply: optional(own, home) }),
      ...delivered(delivery, home),
    })),
    ...given({ channelTemplate: template(kind), reply: optional(reply, home) }),
  };
}

/** With a function it is a sequence of one step. */
function makeTransform(
  { jsonata, function: by, sink, discardReply }: NonNullable<FlowArgs["transform"]>,
  home: Input<string>,
): Receiver {
  if (by !== undefined)
    return { apiVersion: flows, kind: "Sequence", spec: makeSequence([{ function: by }], undefined, sink, home) };
  const reply = discardReply === undefined ? undefined : { discard: discardReply };
  const spec = { jsonata: { expression: jsonata }, ...given({ sink: optional(sink, home), reply }) };
  return { apiVersion: "eventing.knative.dev/v1alpha1", kind: "EventTransform", spec };
}

function template(kind: Input<ChannelKind> | undefined): object | undefined {
  return kind === undefined ? undefined : { apiVersion: messaging, kind };
}

function optional(to: DestinationArgs | undefined, home: Input<string>): object | undefined {
  return to === undefined ? undefined : makeDestination(to, home);
}

function delivered(delivery: DeliveryArgs | undefined, home: Input<string>): object {
  return given({ delivery: makeDelivery(delivery, home) });
}

/** One for each subscriber of a channel. */
export function makeSubscription(spec: FlowSpec, name: Input<string>, subscriber: FlowSubscriberArgs): Manifest {
  const { reply, delivery, ...to } = subscriber;
  const place = { name, namespace: spec.namespace, to: makeDestination(to, spec.namespace) };
  return subscription.manifests({ channel: spec.name, ...given({ reply, delivery }) }, place)[0] as Manifest;
}

/**
 * A channel's immutable fields, in a ConfigMap named after their content: the channel's spec is known only once this exists,
 * so a preview that replaces the channel does not know it yet, and does not fail on the webhook for a change that Knative refuses.
 */
export function makeRecord(spec: FlowSpec, channel: Manifest): Manifest {
  const content = combined([channel.spec], (known) => JSON.stringify(known));
  const name = combined([spec.name, content], (flow, text) => `${flow}-channel-${contentHash(text)}`);
  return {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name, namespace: spec.namespace },
    data: { channel: content },
  } satisfies ConfigMap;
}

/** Feature flags of Eventing. */
export function flowNeeds({ channel, sequence, parallel }: FlowArgs): Need[] {
  const subscribers = Object.entries(channel?.subscribers ?? {});
  return [
    ...deliveryNeeds(channel?.delivery, "channel.delivery"),
    ...subscribers.flatMap(([name, { delivery }]) => deliveryNeeds(delivery, `channel.subscribers.${name}.delivery`)),
    ...(sequence?.steps ?? []).flatMap(({ delivery }, index) =>
      deliveryNeeds(delivery, `sequence.steps.${index}.delivery`),
    ),
    ...(parallel?.branches ?? []).flatMap(({ delivery }, index) =>
      deliveryNeeds(delivery, `parallel.branches.${index}.delivery`),
    ),
  ];
}

export const makes: Makes = {
  main: (args: FlowArgs, name) => makeFlow(flowSpec(name, args)),
  others: (args: FlowArgs, name) => {
    const spec = flowSpec(name, args);
    const subscribers = Object.entries(args.channel?.subscribers ?? {});
    const record = args.channel === undefined ? [] : [makeRecord(spec, makeFlow(spec))];
    return [...record, ...subscribers.map(([key, to]) => makeSubscription(spec, `${spec.name}-${key}`, to))];
  },
};
