// Why Pods do not start, according to the cluster: no node, an image that can't be pulled, a container that exits, or no Pod at all.
import type { Cluster, Identity, LiveObject } from "./cluster";
import { lastLine } from "./lastLine";

interface ContainerStatus {
  name: string;
  ready?: boolean;
  state?: ContainerState;
  lastState?: ContainerState;
}

interface ContainerState {
  running?: { startedAt?: string };
  waiting?: { reason?: string; message?: string };
  terminated?: { exitCode?: number; reason?: string; message?: string };
}

/** The kubelet's reasons for a container that it is about to start. */
const underWay = ["ContainerCreating", "PodInitializing"];

/** Selects the Pods. */
export interface Pods {
  namespace: string;
  labels: Record<string, string>;
  /** The object whose events say why there are no Pods. */
  maker?: { uid: string };
  /** By container whose name means nothing to a user: the message if it runs but is not ready. */
  unready?: Record<string, string>;
  /** The container of one of this package's programs, whose last message is reported: it contains no secret. */
  ours?: string;
}

/** Why the Pods are not ready or not created. */
export async function podsCause(
  cluster: Cluster,
  { namespace, labels, maker, unready, ours }: Pods,
): Promise<string | undefined> {
  const labelSelector = selectorOf(labels);
  const pods = await cluster.listNow({ apiVersion: "v1", kind: "Pod", namespace }, { labelSelector });
  const living = pods.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  if (living.length === 0) return maker === undefined ? undefined : warningOf(cluster, namespace, maker.uid);
  const causes = living.map((pod) => ({ pod, cause: podCause(pod, unready, ours) }));
  const { pod, cause } = causes.find((one) => one.cause !== undefined) ?? {};
  if (ours === undefined) return cause;
  return pod === undefined ? unmounted(cluster, living) : withLastWords(cluster, pod, cause, ours);
}

/** A Secret or key that a volume lacks is only in the events of the Pod. */
async function unmounted(cluster: Cluster, pods: LiveObject[]): Promise<string | undefined> {
  const creating = pods.find(({ status }) =>
    status?.containerStatuses?.some(({ state }: ContainerStatus) => state?.waiting?.reason === "ContainerCreating"),
  );
  const { uid, namespace } = creating?.metadata ?? {};
  return uid === undefined ? undefined : warningOf(cluster, namespace ?? "", uid);
}

/** Only the log says why a program runs but is not ready. */
async function withLastWords(
  cluster: Cluster,
  { metadata, status }: LiveObject,
  cause: string | undefined,
  ours: string,
) {
  const { state } = (status?.containerStatuses ?? []).find(({ name }: ContainerStatus) => name === ours) ?? {};
  const words = state?.running && lastLine(await cluster.log(metadata, ours));
  return words ? `${cause}; its last log message: ${words}` : cause;
}

/**
 * Why the Pods of a workload's current template are not ready. A Deployment creates no Pods itself: a failure of its
 * ReplicaSet is in a condition.
 */
export async function workloadCause(cluster: Cluster, of: Identity, ours?: string): Promise<string | undefined> {
  const live = await cluster.get(of);
  if (live === undefined) return undefined;
  const { conditions = [], updateRevision } = live.status ?? {};
  const revision = updateRevision === undefined ? {} : { "controller-revision-hash": updateRevision };
  const labels = { ...live.spec?.selector?.matchLabels, ...revision };
  const failed = conditions.find(({ type }: { type: string }) => type === "ReplicaFailure");
  const made = await podsCause(cluster, { namespace: of.namespace ?? "", labels, maker: live.metadata, ours });
  return made ?? (failed && [failed.reason, failed.message].filter(Boolean).join(": "));
}

/** Pure. */
export function podCause({ status }: LiveObject, unready: Pods["unready"] = {}, ours?: string): string | undefined {
  const { conditions = [], initContainerStatuses = [], containerStatuses = [] } = status ?? {};
  const containers: ContainerStatus[] = [...initContainerStatuses, ...containerStatuses];
  const unscheduled = conditions.find(
    (one: { type: string; status: string }) => one.type === "PodScheduled" && one.status === "False",
  );
  if (unscheduled !== undefined) return `its Pod cannot be scheduled: ${unscheduled.message ?? unscheduled.reason}`;
  const ailing = containers.map((one) => containerCause(one, one.name === ours)).find((cause) => cause !== undefined);
  const late = containers.find(({ ready, state }) => ready === false && state?.running !== undefined)?.name;
  return ailing ?? (late && (unready[late] ?? `container ${late} is running but not ready`));
}

/** The message of a container that exited contains its last log lines, if the Pod requests that. */
function containerCause({ name, state, lastState }: ContainerStatus, isOurs: boolean): string | undefined {
  const ended = [state?.terminated, lastState?.terminated].find((one) => (one?.exitCode ?? 0) !== 0);
  if (ended !== undefined) {
    const message = ended.message?.trim();
    const words = (isOurs ? lastLine(message ?? "") : message) || ended.reason;
    return `container ${name} exited with code ${ended.exitCode}${words ? `: ${words}` : ""}`;
  }
  const { reason, message } = state?.waiting ?? {};
  if (reason === undefined || underWay.includes(reason)) return undefined;
  // One that failed was told above.
  if (reason === "CrashLoopBackOff" && lastState?.terminated) return `container ${name} ended, and has to run on`;
  return `container ${name} does not start: ${[reason, message].filter(Boolean).join(": ")}`;
}

const warningOf = (cluster: Cluster, namespace: string, uid: string) =>
  lastEvent(cluster, namespace, `involvedObject.uid=${uid},type=Warning`);

/**
 * The termination message of a container that exited with this code. It is in the Pod's status, and therefore in nobody's state, as long
 * as the Pod exists.
 */
export async function wordsAtEnd(
  cluster: Cluster,
  { namespace, labels }: Pods,
  container: string,
  exitCode: number,
): Promise<string | undefined> {
  const labelSelector = selectorOf(labels);
  const pods = await cluster.listNow({ apiVersion: "v1", kind: "Pod", namespace }, { labelSelector });
  const containers: ContainerStatus[] = pods.flatMap(({ status }) => status?.containerStatuses ?? []);
  const ended = containers.filter(({ name }) => name === container).map(({ state }) => state?.terminated);
  return ended.find((one) => one?.exitCode === exitCode)?.message || undefined;
}

export const selectorOf = (labels: Pods["labels"]) =>
  Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(",");

/** Why a Job could not create a Pod; its events outlive it. */
export const whyNoPod = (cluster: Cluster, namespace: string, job: string) =>
  lastEvent(cluster, namespace, `involvedObject.kind=Job,involvedObject.name=${job},reason=FailedCreate`);

async function lastEvent(cluster: Cluster, namespace: string, fieldSelector: string): Promise<string | undefined> {
  const events = await cluster.listNow({ apiVersion: "v1", kind: "Event", namespace }, { fieldSelector });
  const time = ({ lastTimestamp, eventTime }: LiveObject) => String(lastTimestamp ?? eventTime ?? "");
  const last = events.sort((one, other) => time(one).localeCompare(time(other))).at(-1);
  return last && [last.reason, last.message?.replace(triedPod, "the Pod")].filter(Boolean).join(": ");
}

/** Each attempt has its own random name, which would make each message a different one. */
const triedPod = /pods "[^"]+"/;
