// What is wrong with where an object sends events, as one sentence: Knative says `NotFound` alone of a sink, or writes the
// reference as its programs print it.
import type { Identity, LiveObject } from "./cluster";
import { type Condition, conditionText, failedCondition } from "./conditions";

/** An object of the cluster, or undefined where there is none; rejected where nobody here may look. */
export type Find = (object: Identity) => Promise<LiveObject | undefined>;

/** Who sends: its namespace is that of a reference that names none. */
export interface Sender {
  metadata: { namespace?: string | undefined };
  spec?: unknown;
}

/**
 * Of sources Knative says no more than the reason. What has no address ends in a reference with brackets (knative.dev/pkg,
 * resolver/addressable_resolver.go).
 */
const isVague = ({ type, reason, message = "" }: Condition) =>
  (type === "SinkProvided" && reason === "NotFound" && message === "") ||
  /(address not set|URL missing in address|hostname missing in address) (for|of) |is not an AddressableType/.test(
    message,
  );

/** The condition with the sentence in place of words that don't say which object is meant. */
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

/** All that a spec refers to as a destination does, in its order. */
function targetsOf(spec: unknown, home: string | undefined): Identity[] {
  if (spec === null || typeof spec !== "object") return [];
  const { ref } = spec as { ref?: Partial<Identity> };
  const own = ref?.kind !== undefined && ref.name !== undefined ? [{ namespace: home, ...ref } as Identity] : [];
  return [...own, ...Object.values(spec).flatMap((inner) => targetsOf(inner, home))];
}

/** A Service of Kubernetes needs no address: its name is one. */
async function wrongWith(target: Identity, find: Find): Promise<string | undefined> {
  try {
    const live = await find(target);
    if (live === undefined) return "does not exist";
    const { address, addresses = [] } = live.status ?? {};
    if (target.apiVersion === "v1" || address?.url !== undefined || addresses.length > 0) return undefined;
    const failed = failedCondition(live.status);
    return `has no address (status.address.url)${failed === undefined ? "" : `: ${conditionText(failed)}`}`;
  } catch {
    return "does not exist, or has no address; it could not be looked up";
  }
}
