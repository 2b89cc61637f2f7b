// Why a Knative object is not ready, according to its own conditions and those of the objects that its controller created for it.
import type { Identity, LiveObject } from "./cluster";
import { conditionText, failedCondition } from "./conditions";
import { type Find, withSink } from "./sink";

const subscription = { apiVersion: "messaging.knative.dev/v1", kind: "Subscription" };
const channel = { apiVersion: "messaging.knative.dev/v1", kind: "InMemoryChannel" };

/** Kinds whose own conditions repeat little of their parts' conditions (eventing v0.50, pkg/reconciler). */
const parts: Record<string, { apiVersion: string; kind: string }[]> = {
  Broker: [channel],
  Channel: [channel],
  Parallel: [subscription, channel],
  Sequence: [subscription, channel],
  Trigger: [subscription],
};

const classAnnotation = "eventing.knative.dev/broker.class";

/** All objects of a kind in a namespace. */
type List = (kind: Omit<Identity, "name">) => Promise<LiveObject[]>;

/** Undefined for an object that is ready or reports no failure. */
export async function causeOf(list: List, live: LiveObject): Promise<string | undefined> {
  const { generation, uid, namespace } = live.metadata;
  if (!isSeen(live.status, generation)) return unseen(live);
  const lists = (parts[live.kind] ?? []).map((of) => list({ ...of, namespace }));
  const owned = (await Promise.all(lists)).flat().filter(({ metadata }) => isOwnedBy(metadata, uid));
  const find: Find = async ({ name, ...of }) => (await list(of)).find(({ metadata }) => metadata.name === name);
  const ofParts = await Promise.all(owned.map((part) => partCause(part, live, find)));
  const own = failedCondition(live.status);
  return ofParts.flat().join("; ") || (own && conditionText(await withSink(own, live, find)));
}

/** A SinkBinding without its subject has conditions but no observed generation (eventing v0.50, pkg/reconciler/sinkbinding). */
const isSeen = (status: LiveObject["status"], generation: number | undefined) =>
  status?.observedGeneration === generation ||
  (status?.observedGeneration === undefined && status?.conditions?.length > 0);

const isOwnedBy = ({ ownerReferences = [] }: LiveObject["metadata"], uid: string) =>
  ownerReferences.some((owner) => owner.uid === uid);

async function partCause(part: LiveObject, whole: LiveObject, find: Find): Promise<string[]> {
  const failed = failedCondition(part.status);
  if (failed?.status !== "False") return [];
  return [
    `${part.kind} ${part.metadata.name}: ${conditionText(await withSink(failed, part, find))}${staleness(part, whole)}`,
  ];
}

/** The channel of a broker that never had an address is not updated after its creation (eventing v0.50, pkg/reconciler/broker). */
function staleness({ kind, metadata: { name, namespace }, spec }: LiveObject, whole: LiveObject): string {
  const sinkOf = (of: LiveObject["spec"]) => JSON.stringify(of?.delivery?.deadLetterSink?.ref?.name);
  if (whole.kind !== "Broker" || kind !== channel.kind || sinkOf(spec) === sinkOf(whole.spec)) return "";
  return `; it still has the previous dead letter sink of the broker: run kubectl delete ${kind.toLowerCase()} ${name} --namespace ${namespace}, and Knative recreates it`;
}

/** The class is an annotation. If no controller knows the class, all of them ignore the object. */
function unseen({ kind, metadata }: LiveObject): string {
  const named = metadata.annotations?.[classAnnotation];
  const hint =
    named === undefined ? "" : `; its class is ${named}, and perhaps no controller on this cluster handles it`;
  return `no controller has picked up this ${kind} yet${hint}`;
}
