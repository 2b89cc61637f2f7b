// Which events match a trigger's filters, decided like Knative's broker (eventing v0.50, pkg/eventfilter).
import { holds } from "./cesql/cesqlEvaluate";
import { parse } from "./cesql/cesqlParser";
import type { Event } from "./filteredEvent";

type Attributes = Record<string, string>;

/** One filter in one dialect. */
export interface Filter {
  exact?: Attributes;
  prefix?: Attributes;
  suffix?: Attributes;
  all?: Filter[];
  any?: Filter[];
  not?: Filter;
  cesql?: string;
}

/** All filters of a list must match; an empty list matches every event. */
export function matches(filters: Filter[], event: Event): boolean {
  return filters.every((filter) => matchesOne(filter, event));
}

function matchesOne({ exact, prefix, suffix, all, any, not, cesql }: Filter, event: Event): boolean {
  if (exact !== undefined) return attributes(exact, event, (value, wanted) => value === wanted);
  if (prefix !== undefined) return attributes(prefix, event, (value, wanted) => value.startsWith(wanted));
  if (suffix !== undefined) return attributes(suffix, event, (value, wanted) => value.endsWith(wanted));
  if (all !== undefined) return matches(all, event);
  if (any !== undefined) return any.some((filter) => matchesOne(filter, event));
  if (not !== undefined) return !matchesOne(not, event);
  return cesql === undefined || holds(parse(cesql), event);
}

type Test = (value: string, wanted: string) => boolean;

function attributes(wanted: Attributes, event: Event, test: Test): boolean {
  return Object.entries(wanted).every(([name, value]) => event[name] !== undefined && test(String(event[name]), value));
}
