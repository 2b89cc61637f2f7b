// What the Pods of a workload do until they are ready, for users who wait for it.
import type { Cluster, LiveObject } from "./cluster";
import { type Pods, selectorOf } from "./pods";

interface ContainerStatus {
  name: string;
  ready?: boolean;
  state?: { running?: object; waiting?: { reason?: string } };
}

/** The step of the newest Pod. */
export async function podStep(cluster: Cluster, { namespace, labels }: Pods): Promise<string> {
  const labelSelector = selectorOf(labels);
  const pods = await cluster.listNow({ apiVersion: "v1", kind: "Pod", namespace }, { labelSelector });
  const living = pods.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  const created = ({ metadata }: LiveObject) => metadata.creationTimestamp ?? "";
  const pod = living.sort((one, other) => created(one).localeCompare(created(other))).at(-1);
  return pod === undefined ? "its Pod is being created" : stepOf(pod, () => isPulling(cluster, pod));
}

/** `pulling` is asked only for a Pod whose containers are being created: its status does not tell. */
export async function stepOf({ status }: LiveObject, pulling: () => Promise<boolean>): Promise<string> {
  const { conditions = [], initContainerStatuses = [], containerStatuses = [] } = status ?? {};
  const isTrue = (type: string) =>
    conditions.some((one: { type: string; status: string }) => one.type === type && one.status === "True");
  if (isTrue("Ready")) return "its Pod is ready, the route follows";
  if (!isTrue("PodScheduled")) return "its Pod waits for a node";
  const init = initContainerStatuses.find(({ state }: ContainerStatus) => state?.running !== undefined)?.name;
  if (init !== undefined) return `its init container ${init} runs`;
  const isCreated =
    containerStatuses.length > 0 && containerStatuses.every(({ state }: ContainerStatus) => state?.running);
  if (isCreated) return "its program starts";
  return (await pulling()) ? "its image is being pulled" : "its containers are being created";
}

/** False if this user may not list events. */
async function isPulling(cluster: Cluster, { metadata: { uid, namespace = "" } }: LiveObject): Promise<boolean> {
  const fieldSelector = `involvedObject.uid=${uid}`;
  const events = await cluster
    .listNow({ apiVersion: "v1", kind: "Event", namespace }, { fieldSelector })
    .catch((): LiveObject[] => []);
  const count = (reason: string) => events.filter((event) => event.reason === reason).length;
  return count("Pulling") > count("Pulled");
}
