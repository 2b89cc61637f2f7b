// A Trigger as seen by routing: its broker, receiver and filters.
import type { Event } from "./filteredEvent";
import { type Filter, matches } from "./passes";
import type { Routing } from "./routing";

export interface Routed {
  /** The broker as `namespace/name`. */
  broker: string;
  to: string;
  filters: Filter[];
}

interface Destination {
  uri?: string;
  ref?: { apiVersion?: string; name: string };
}

/** The fields read from a Trigger in a manifest or a state. */
export interface TriggerObject {
  metadata: { name: string; namespace?: string; labels?: Record<string, string> };
  spec: {
    broker?: string;
    brokerRef?: { name: string; namespace?: string };
    subscriber: Destination;
    filters?: Filter[];
  };
}

export function routedOf({ metadata, spec }: TriggerObject): Routed {
  const { broker = spec.brokerRef?.name, filters = [] } = spec;
  const namespace = spec.brokerRef?.namespace ?? metadata.namespace ?? "default";
  return { broker: `${namespace}/${broker}`, to: receiverOf({ metadata, spec }), filters };
}

/** The end of the name of the program that passes events on to a function and writes its answers. */
export const repliesSuffix = "-replies";

/** The function that receives the events, also behind the program that writes its answers: the label names its component. */
export function receiverOf({ metadata, spec: { subscriber } }: Pick<TriggerObject, "metadata" | "spec">): string {
  const { ref, uri } = subscriber;
  const isBehind = ref?.apiVersion === "v1" && ref.name === `${metadata.name}${repliesSuffix}`;
  const component = isBehind ? metadata.labels?.["app.kubernetes.io/name"] : undefined;
  return component ?? ref?.name ?? uri ?? metadata.name;
}

/** The receivers of each sample; a receiver with several triggers gets what any of them matches. */
export function routingOf(triggers: Routed[], samples: Record<string, Event>): Routing {
  const receivers = [...new Set(triggers.map(({ to }) => to))].sort();
  const gets = (to: string, event: Event) =>
    triggers.some((trigger) => trigger.to === to && matches(trigger.filters, event));
  const entries = Object.entries(samples).map(([sample, event]) => [sample, receivers.filter((to) => gets(to, event))]);
  return Object.fromEntries(entries);
}
