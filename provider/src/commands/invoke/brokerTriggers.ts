// Which triggers of a broker an event matches, and what was seen of its way to their receivers. Pure.
import { type Filter, matches } from "../../filters/passes";
import type { ApiObject } from "../liveObject";
import type { StackFunction } from "../stackState";
import type { Delivery } from "./accessLog";
import type { CloudEvent } from "./cloudEvent";

export interface Receiver {
  trigger: string;
  /** The function of the stack, or the address. */
  to: string;
  /** Of the receiver, as the broker uses it. */
  host: string;
  isReady: boolean;
}

/** Those whose filters match, evaluated here as the broker does. */
export function receiversOf(
  triggers: ApiObject[],
  broker: string,
  event: CloudEvent,
  functions: StackFunction[],
): Receiver[] {
  return triggers
    .filter(
      ({ spec }) => (spec.broker ?? spec.brokerRef?.name) === broker && matches(filtersOf(spec), event.attributes),
    )
    .map(({ metadata, spec, status }) => {
      const address = status?.subscriberUri ?? spec.subscriber?.uri ?? "";
      const host = URL.canParse(address) ? new URL(address).host : "";
      const found = functions.find(({ service, namespace }) => host.startsWith(`${service}.${namespace}.`));
      const ready = status?.conditions?.find(({ type }: { type: string }) => type === "Ready");
      const to = found?.name ?? (address || (spec.subscriber?.ref?.name ?? "unknown"));
      return { trigger: metadata.name, to, host, isReady: ready?.status === "True" };
    });
}

/** The older form of a filter: an empty value means any. */
function filtersOf({ filters, filter }: ApiObject): Filter[] {
  if (filters?.length > 0) return filters;
  const attributes = Object.entries<string>(filter?.attributes ?? {});
  return attributes.map(([name, value]) => (value === "" ? { prefix: { [name]: "" } } : { exact: { [name]: value } }));
}

export interface Seen extends Receiver {
  deliveries: Delivery[];
}

/** Each receiver with its deliveries, and then those to hosts of no trigger: what replies have led to. */
export function seenOf(receivers: Receiver[], deliveries: Delivery[], functions: StackFunction[]) {
  const seen: Seen[] = receivers.map((one) => ({
    ...one,
    deliveries: deliveries.filter(({ host }) => host === one.host),
  }));
  const hosts = receivers.map(({ host }) => host);
  const others = deliveries.filter(({ host }) => !hosts.includes(host));
  const nameOf = (host: string) =>
    functions.find(({ service, namespace }) => host.startsWith(`${service}.${namespace}.`))?.name ?? host;
  return { seen, further: others.map((delivery) => ({ to: nameOf(delivery.host), ...delivery })) };
}

/** `hello (trigger all): 200 after 14 ms`; with several attempts the status of each. */
export function seenLine({ to, trigger, isReady, deliveries }: Seen, hasLog: boolean): string {
  const begin = `${to} (trigger ${trigger})`;
  if (!isReady) return `${begin}: matches, but the trigger is not ready`;
  if (deliveries.length === 0)
    return `${begin}: matches; ${hasLog ? "no delivery was observed in this time" : "deliveries can't be observed"}`;
  const answers = deliveries.map(({ status, milliseconds }) => `${status} after ${milliseconds} ms`).join(", then ");
  return `${begin}: ${answers}${deliveries.length > 1 ? "; the broker repeats what fails, and an answer that is neither empty nor an event" : ""}`;
}
