// Why an object of Knative is not ready: what its conditions say, and those of the objects that its controller made for it.
import type { Cluster, LiveObject } from "./cluster";
import { failedCondition, said } from "./ready";

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

/** Undefined for an object that is ready, or of which nothing bad is said. */
export async function causeOf(cluster: Cluster, live: LiveObject): Promise<string | undefined> {
  const { generation, uid } = live.metadata;
  if (live.status?.observedGeneration !== generation) return unseen(live);
  const own = failedCondition(live.status);
  if (own === undefined) return undefined;
  const lists = (parts[live.kind] ?? []).map((of) => cluster.listNow({ ...of, namespace: live.metadata.namespace }));
  const owned = (await Promise.all(lists)).flat().filter(({ metadata }) => isOwnedBy(metadata, uid));
  const causes = owned.flatMap((part) => partCause(part));
  return causes.join("; ") || said(own);
}

const isOwnedBy = ({ ownerReferences = [] }: LiveObject["metadata"], uid: string) =>
  ownerReferences.some((owner) => owner.uid === uid);

function partCause({ kind, metadata, status }: LiveObject): string[] {
  const failed = failedCondition(status);
  return failed?.status === "False" ? [`${kind} ${metadata.name}: ${said(failed)}`] : [];
}

/** A class stands in an annotation, and an object of one that no controller knows is left alone by all of them. */
function unseen({ kind, metadata }: LiveObject): string {
  const named = metadata.annotations?.[classAnnotation];
  const hint = named === undefined ? "" : `; its class is ${named}, and nothing that runs on this cluster may know it`;
  return `no controller has taken up this ${kind} yet${hint}`;
}
