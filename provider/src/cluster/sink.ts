// Explains in one sentence what is wrong with an object's sink: Knative reports only `NotFound`, or prints the reference
// in its programs' internal format.
import type { Identity, LiveObject } from "./cluster";
import { type Condition, conditionText, failedCondition } from "./conditions";

/** An object of the cluster, or undefined if it does not exist; rejects if it can't be queried. */
export type Find = (object: Identity) => Promise<LiveObject | undefined>;

/** The object that sends events; its namespace is the default of its references. */
export interface Sender {
  metadata: { namespace?: string | undefined };
  spec?: unknown;
}

/**
 * For sources Knative reports only the reason. For a sink without an address the message ends in a reference in brackets (knative.dev/pkg,
 * resolver/addressable_resolver.go).
 */
const isVague = ({ type, reason, message = "" }: Condition) =>
  (type === "SinkProvided" && reason === "NotFound" && message === "") ||
  /(address not set|URL missing in address|hostname missing in address) (for|of) |is not an AddressableType/.test(
    message,
  );

/** The condition, with an explanation instead of a message that does not identify the object. */
export async function withSink(condition: Condition, sender: Sender, find: Find): Promise<Condition> {
  if (!isVague(condition)) return condition;
  const { reason: _none, ...rest } = condition;
  for (const target of targetsOf(sender.spec, sender.metadata.namespace)) {
    const wrong = await wrongWith(target, find);
    if (wrong !== undefined) return { ...rest, message: `${named(target)} that it sends to ${wrong}` };
  }
  return condition;
}

/** `the Service "orders" (serving.knative.dev/v1) of namespace "shop"`. */
const named = ({ apiVersion, kind, name, namespace }: Identity) =>
  `the ${kind} "${name}" (${apiVersion}) of namespace "${namespace}"`;

/** All destinations that a spec refers to, in order. */
function targetsOf(spec: unknown, home: string | undefined): Identity[] {
  if (spec === null || typeof spec !== "object") return [];
  const { ref } = spec as { ref?: Partial<Identity> };
  const own = ref?.kind !== undefined && ref.name !== undefined ? [{ namespace: home, ...ref } as Identity] : [];
  return [...own, ...Object.values(spec).flatMap((inner) => targetsOf(inner, home))];
}

/** A Kubernetes Service needs no address: it is reachable by name. */
async function wrongWith(target: Identity, find: Find): Promise<string | undefined> {
  try {
    const live = await find(target);
    if (live === undefined) return "does not exist";
    const { address, addresses = [] } = live.status ?? {};
    if (target.apiVersion === "v1" || address?.url !== undefined || addresses.length > 0) return undefined;
    const failed = failedCondition(live.status);
    return `has no address (status.address.url)${failed === undefined ? "" : `: ${conditionText(failed)}`}`;
  } catch {
    return "does not exist or has no address; it could not be queried";
  }
}
