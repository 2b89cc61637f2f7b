// Which triggers get which sample events, and what a change of the filters does to that.
import type { Event } from "./event";
import { type Filter, matches } from "./filter";

/** By sample, the triggers that get it. */
export type Routing = Record<string, string[]>;

export function routing(triggers: Record<string, Filter[]>, samples: Record<string, Event>): Routing {
  const names = Object.keys(triggers).sort();
  const entries = Object.entries(samples).map(([sample, event]) => [
    sample,
    names.filter((name) => matches(triggers[name] as Filter[], event)),
  ]);
  return Object.fromEntries(entries);
}

/** A line for each sample whose triggers change, such as `order.paid -> +fraud-check, -audit`. */
export function routingDiff(before: Routing, after: Routing): string[] {
  const samples = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return samples.flatMap((sample) => {
    const [old = [], now = []] = [before[sample], after[sample]];
    const added = now.filter((name) => !old.includes(name)).map((name) => `+${name}`);
    const removed = old.filter((name) => !now.includes(name)).map((name) => `-${name}`);
    const changes = [...added, ...removed];
    return changes.length === 0 ? [] : [`${sample} -> ${changes.join(", ")}`];
  });
}
