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
  ref?: { name: string };
}

/** The fields read from a Trigger in a manifest or a state. */
export interface TriggerObject {
  metadata: { name: string; namespace?: string };
  spec: {
    broker?: string;
    brokerRef?: { name: string; namespace?: string };
    subscriber: Destination;
    filters?: Filter[];
  };
}

export function routedOf({ metadata, spec }: TriggerObject): Routed {
  const { broker = spec.brokerRef?.name, subscriber, filters = [] } = spec;
  const namespace = spec.brokerRef?.namespace ?? metadata.namespace ?? "default";
  return { broker: `${namespace}/${broker}`, to: subscriber.ref?.name ?? subscriber.uri ?? metadata.name, filters };
}

/** The receivers of each sample; a receiver with several triggers gets what any of them matches. */
export function routingOf(triggers: Routed[], samples: Record<string, Event>): Routing {
  const receivers = [...new Set(triggers.map(({ to }) => to))].sort();
  const gets = (to: string, event: Event) =>
    triggers.some((trigger) => trigger.to === to && matches(trigger.filters, event));
  const entries = Object.entries(samples).map(([sample, event]) => [sample, receivers.filter((to) => gets(to, event))]);
  return Object.fromEntries(entries);
}
