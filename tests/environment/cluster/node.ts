// The cluster's only node: whether it is Ready, as reported by the current kubelet.
import { readObject } from "./probe";
import { findProcess, startedAt } from "./processes";
import { nodeName } from "./settings";

interface Condition {
  type: string;
  status: string;
  message?: string;
  lastHeartbeatTime: string;
}

export async function isNodeReady(): Promise<boolean> {
  return (await nodeCondition())?.status === "True";
}

/** The node's condition Ready. A condition that an earlier kubelet left in etcd does not count. */
export async function nodeCondition(): Promise<Condition | undefined> {
  const kubelet = findProcess("kubelet");
  // Without the API server's process there may be no link either, and its address would be requested outside.
  if (kubelet === undefined || findProcess("kube-apiserver") === undefined) return undefined;
  const node = await readObject<{ status: { conditions?: Condition[] } }>(`/api/v1/nodes/${nodeName}`);
  const ready = node?.status.conditions?.find((condition) => condition.type === "Ready");
  const fresh = ready !== undefined && Date.parse(ready.lastHeartbeatTime) >= startedAt(kubelet).getTime() - 1000;
  return fresh ? ready : undefined;
}
