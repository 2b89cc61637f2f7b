// Events of a broker: a Trigger. Schema and manifest. Pure.
import type { Input } from "@pulumi/pulumi";
import { z } from "zod";
import { named } from "../../input/fields";
import { given } from "../../input/given";
import { dnsLabel, dnsSubdomain } from "../../input/names";
import { repliesAt, withReplies } from "../adapters/replies";
import { repliesProblems } from "../adapters/repliesRules";
import { deliveryAt, deliveryNeeds, makeDelivery } from "../delivery";
import { path } from "../destination";
import type { EventTriggerArgs } from "../eventArgs.gen";
import { filterDoubts } from "../filterDoubts";
import { filterProblems, filters } from "../filterSchema";
import type { Kind } from "./kind";

const schema = z
  .strictObject({
    broker: dnsSubdomain.meta({
      description:
        "Name of the broker, e.g. the output `name` of a Broker. Changing it replaces the trigger. Required.",
    }),
    brokerNamespace: named(
      dnsLabel(63),
      "Namespace of the broker, if it differs from the function's; requires the feature flag `cross-namespace-event-links` of Eventing and the right `knsubscribe` on the broker. Changing it replaces the trigger. Defaults to the function's namespace.",
    ),
    filters: filters("Filters that an event must all match. Defaults to every event of the broker."),
    path,
    delivery: deliveryAt("How events are delivered to the function. Defaults to the broker's own delivery."),
    replies: repliesAt("Defaults to none: an answer that is an event goes to the broker."),
  })
  .meta({ id: "EventTrigger", description: "Events of a broker that match filters (a Knative Trigger)." });

export const event: Kind<EventTriggerArgs> = {
  schema,
  manifests: ({ broker, brokerNamespace, filters: all, delivery, replies }, at) => {
    const { before, place } = withReplies(replies, at);
    const { name, namespace, to } = place;
    const spec = {
      ...brokerOf(broker, brokerNamespace),
      ...given({ filters: all, delivery: makeDelivery(delivery, namespace) }),
      subscriber: to,
    };
    return [...before, { apiVersion: "eventing.knative.dev/v1", kind: "Trigger", metadata: { name, namespace }, spec }];
  },
  problems: ({ filters: all, replies }, at) => [
    ...filterProblems(all, `${at}.filters`),
    ...repliesProblems(replies, at),
  ],
  doubts: ({ filters: all }) => filterDoubts(all, "filters"),
  fixed: ({ broker, brokerNamespace }) => [broker, brokerNamespace],
  needs: ({ brokerNamespace, delivery }, at) => [
    ...(brokerNamespace === undefined
      ? []
      : [{ propertyPath: `${at}.brokerNamespace`, flag: "cross-namespace-event-links" }]),
    ...deliveryNeeds(delivery, `${at}.delivery`),
  ],
};

function brokerOf(name: Input<string>, namespace: Input<string> | undefined): object {
  if (namespace === undefined) return { broker: name };
  return { brokerRef: { apiVersion: "eventing.knative.dev/v1", kind: "Broker", name, namespace } };
}
