// Why an object of Knative is not ready: what its conditions say, and those of the objects that its controller made for it.
import type { Identity, LiveObject } from "./cluster";
import { conditionText, failedCondition } from "./conditions";
import { type Find, withSink } from "./sink";

const subscription = { apiVersion: "messaging.knative.dev/v1", kind: "Subscription" };
const channel = { apiVersion: "messaging.knative.dev/v1", kind: "InMemoryChannel" };

/** Kinds whose own conditions repeat little of what stands in those of their parts (eventing v0.50, pkg/reconciler). */
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

/** Undefined for an object that is ready, or of which nothing bad is said. */
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

/** A SinkBinding without its subject has conditions, and says nothing of the generation (eventing v0.50, pkg/reconciler/sinkbinding). */
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

/** A broker that never had an address leaves its channel as it was made first (eventing v0.50, pkg/reconciler/broker). */
function staleness({ kind, metadata: { name, namespace }, spec }: LiveObject, whole: LiveObject): string {
  const sinkOf = (of: LiveObject["spec"]) => JSON.stringify(of?.delivery?.deadLetterSink?.ref?.name);
  if (whole.kind !== "Broker" || kind !== channel.kind || sinkOf(spec) === sinkOf(whole.spec)) return "";
  return `; it still has the dead letter that the broker had before: kubectl delete ${kind.toLowerCase()} ${name} --namespace ${namespace} has Knative make it anew`;
}

/** A class stands in an annotation, and an object of one that no controller knows is left alone by all of them. */
function unseen({ kind, metadata }: LiveObject): string {
  const named = metadata.annotations?.[classAnnotation];
  const hint = named === undefined ? "" : `; its class is ${named}, and nothing that runs on this cluster may know it`;
  return `no controller has taken up this ${kind} yet${hint}`;
}
