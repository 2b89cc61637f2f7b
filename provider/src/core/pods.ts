// Why Pods do not start, as the cluster says: no node, an image that can't be pulled, a container that ends, or no Pod at all.
import type { Cluster, LiveObject } from "./cluster";

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

/** What the kubelet says of a container that it is about to start. */
const underWay = ["ContainerCreating", "PodInitializing"];

/** Which Pods. */
export interface Pods {
  namespace: string;
  labels: Record<string, string>;
  /** The object whose events say why there are none. */
  maker?: { uid: string };
  /** Containers whose name says nothing to a user: what is said of one that runs and is not ready. */
  unready?: Record<string, string>;
}

/** Why they are not ready, or are not made. */
export async function podsCause(
  cluster: Cluster,
  { namespace, labels, maker, unready }: Pods,
): Promise<string | undefined> {
  const labelSelector = Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(",");
  const pods = await cluster.listNow({ apiVersion: "v1", kind: "Pod", namespace }, { labelSelector });
  const causes = pods
    .filter(({ metadata }) => metadata.deletionTimestamp === undefined)
    .map((pod) => podCause(pod, unready));
  if (causes.length > 0) return causes.find((cause) => cause !== undefined);
  return maker === undefined ? undefined : warningOf(cluster, namespace, maker.uid);
}

/** Pure. */
export function podCause({ status }: LiveObject, unready: Pods["unready"] = {}): string | undefined {
  const { conditions = [], initContainerStatuses = [], containerStatuses = [] } = status ?? {};
  const containers: ContainerStatus[] = [...initContainerStatuses, ...containerStatuses];
  const unscheduled = conditions.find(
    (one: { type: string; status: string }) => one.type === "PodScheduled" && one.status === "False",
  );
  if (unscheduled !== undefined) return `no node takes its Pod: ${unscheduled.message ?? unscheduled.reason}`;
  const ailing = containers.map(containerCause).find((cause) => cause !== undefined);
  const late = containers.find(({ ready, state }) => ready === false && state?.running !== undefined)?.name;
  return ailing ?? (late && (unready[late] ?? `container ${late} runs, and is not ready`));
}

/** The message of one that ended holds its last log lines, where the Pod asks for that. */
function containerCause({ name, state, lastState }: ContainerStatus): string | undefined {
  const ended = [state?.terminated, lastState?.terminated].find((one) => (one?.exitCode ?? 0) !== 0);
  if (ended !== undefined) {
    const words = ended.message?.trim() || ended.reason;
    return `container ${name} ended with exit code ${ended.exitCode}${words ? `: ${words}` : ""}`;
  }
  const { reason, message } = state?.waiting ?? {};
  if (reason === undefined || underWay.includes(reason)) return undefined;
  return `container ${name} does not start: ${[reason, message].filter(Boolean).join(": ")}`;
}

async function warningOf(cluster: Cluster, namespace: string, uid: string): Promise<string | undefined> {
  const fieldSelector = `involvedObject.uid=${uid},type=Warning`;
  const events = await cluster.listNow({ apiVersion: "v1", kind: "Event", namespace }, { fieldSelector });
  const time = ({ lastTimestamp, eventTime }: LiveObject) => String(lastTimestamp ?? eventTime ?? "");
  const last = events.sort((one, other) => time(one).localeCompare(time(other))).at(-1);
  return last && [last.reason, last.message].filter(Boolean).join(": ");
}
