// Which parts of the local cluster are running.

import { componentNames } from "./components";
import { nodeCondition } from "./node";
import { findProcess, logFile, type ProcessRecord, startedAt } from "./processes";
import { nodeName } from "./settings";

export interface ComponentStatus {
  /** A component, or the node, which comes last. */
  name: string;
  running: boolean;
  pid?: number;
  since?: Date;
  log?: string;
  /** A line for users: "running", "not running", or the node's readiness with its reason. */
  detail: string;
}

export async function clusterStatus(): Promise<ComponentStatus[]> {
  return [...componentNames().map(componentStatus), await nodeStatus()];
}

function componentStatus(name: string): ComponentStatus {
  const found = findProcess(name);
  const log = logFile(name);
  return found === undefined ? { name, running: false, log, detail: "not running" } : { name, log, ...running(found) };
}

const running = (found: ProcessRecord) => ({
  running: true,
  pid: found.pid,
  since: startedAt(found),
  detail: "running",
});

async function nodeStatus(): Promise<ComponentStatus> {
  const ready = await nodeCondition();
  const name = `node ${nodeName}`;
  if (ready === undefined)
    return { name, running: false, detail: "unknown: the API server or the kubelet says nothing" };
  const isReady = ready.status === "True";
  return { name, running: isReady, detail: isReady ? "Ready" : `not Ready: ${ready.message ?? ready.status}` };
}
