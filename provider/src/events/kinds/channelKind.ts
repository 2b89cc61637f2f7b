// Events of a channel: a Subscription. Schema and manifest. Pure.
import { z } from "zod";
import { named, stringEnum } from "../../input/fields";
import { given } from "../../input/given";
import { dnsLabel, dnsSubdomain } from "../../input/names";
import { deliveryAt, deliveryNeeds, makeDelivery } from "../delivery";
import { destinationAt, makeDestination, path } from "../destination";
import type { ChannelTriggerArgs } from "../eventArgs.gen";
import type { Kind } from "./kind";

export const channelKind = stringEnum("ChannelKind", "A kind of channel.", {
  Channel: "The default kind of Knative's configuration, behind a `Channel`.",
  InMemoryChannel: "Stored in memory: events are lost when its dispatcher stops.",
  KafkaChannel: "Stored in an Apache Kafka topic; requires `eventing.kafka` of Knative.",
});

const schema = z
  .strictObject({
    channel: dnsSubdomain.meta({
      description:
        "Name of the channel, e.g. the output `name` of a Flow. Changing it replaces the subscription. Required.",
    }),
    kind: channelKind.optional().meta({
      description: "Kind of the channel. Changing it replaces the subscription. Defaults to `Channel`.",
    }),
    channelNamespace: named(
      dnsLabel(63),
      "Namespace of the channel, if it differs from the function's; requires the feature flag `cross-namespace-event-links` of Eventing and the right `knsubscribe` on the channel. Changing it replaces the subscription. Defaults to the function's namespace.",
    ),
    path,
    reply: destinationAt(
      "Where the function's responses go, if they are events. Defaults to nowhere: they are dropped.",
    ),
    delivery: deliveryAt("How events are delivered to the function. Defaults to the channel's own delivery."),
  })
  .meta({ id: "ChannelTrigger", description: "Every event of a channel (a Knative Subscription)." });

export const channel: Kind<ChannelTriggerArgs> = {
  schema,
  manifests: ({ channel: of, kind = "Channel", channelNamespace, reply, delivery }, { name, namespace, to }) => [
    {
      apiVersion: "messaging.knative.dev/v1",
      kind: "Subscription",
      metadata: { name, namespace },
      spec: {
        channel: { apiVersion: "messaging.knative.dev/v1", kind, name: of, ...given({ namespace: channelNamespace }) },
        subscriber: to,
        ...given({
          reply: reply === undefined ? undefined : makeDestination(reply, namespace),
          delivery: makeDelivery(delivery, namespace),
        }),
      },
    },
  ],
  fixed: ({ channel: of, kind, channelNamespace }) => [of, kind, channelNamespace],
  needs: ({ channelNamespace, delivery }, at) => [
    ...(channelNamespace === undefined
      ? []
      : [{ propertyPath: `${at}.channelNamespace`, flag: "cross-namespace-event-links" }]),
    ...deliveryNeeds(delivery, `${at}.delivery`),
  ],
};
