// A short report of the problems in a namespace, for readers of a failed case. It never fails itself, and takes at most 10 seconds.
import { lastTarget } from "../environment/stack";
import { type Item, TestCluster } from "./cluster";
import type { Kind } from "./kinds";

const mostSeconds = 8;

const conditioned: Kind[] = [
  ...(["KnativeService", "Revision", "Route", "DomainMapping"] as const),
  ...(["Broker", "Trigger", "Channel", "Subscription", "Sequence", "Parallel"] as const),
  ...(["PingSource", "ApiServerSource", "ContainerSource", "SinkBinding", "Job", "Function"] as const),
];

/** Pods, conditions that are not True, and the last events of a namespace. */
export function describeNamespace(name: string): Promise<string> {
  return described(name).catch((error: Error) => `namespace ${name}: ${error.message}`);
}

async function described(name: string): Promise<string> {
  const target = lastTarget();
  if (target === undefined) return `namespace ${name}: no cluster`;
  const cluster = new TestCluster(target);
  const deadline = new Promise<string>((resolve) => setTimeout(() => resolve(late), mostSeconds * 1000).unref());
  const parts = [pods, conditions, events].map((part) =>
    Promise.race([part(cluster, name).catch((error: Error) => `  ${error.message}`), deadline]),
  );
  return [`namespace ${name}`, ...(await Promise.all(parts))].filter(Boolean).join("\n");
}

const late = `  the cluster said no more within ${mostSeconds} s`;

async function pods(cluster: TestCluster, namespace: string): Promise<string> {
  const all = await cluster.list("Pod", namespace);
  return (await Promise.all(all.map((pod) => describedPod(cluster, pod)))).join("\n") || "  no Pods";
}

async function describedPod(cluster: TestCluster, { metadata, status }: Item): Promise<string> {
  const { name, namespace, deletionTimestamp } = metadata;
  const containers: Item[] = [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])];
  const states = containers.map((one) => `${one.name} ${stateOf(one)}${restarts(one)}`);
  const ends = deletionTimestamp === undefined ? "" : ", ends";
  const logs = containers
    .filter(({ ready, state }) => !ready && state?.waiting?.reason !== "PodInitializing")
    .map(({ name: container }) => lastLines(cluster, namespace, name, container));
  return [`  Pod ${name} ${status.phase}${ends}: ${states.join(", ")}`, ...(await Promise.all(logs))]
    .filter(Boolean)
    .join("\n");
}

function stateOf({ ready, state = {} }: Item): string {
  const [[how = "unknown", said = {}] = []] = Object.entries(state) as [string, Item][];
  const why = [said.reason, said.exitCode, said.message].filter((one) => one !== undefined).join(" ");
  return `${ready ? "ready" : how}${why === "" ? "" : ` (${oneLine(why)})`}`;
}

const restarts = ({ restartCount }: Item) => (restartCount > 0 ? `, ${restartCount} restarts` : "");

async function lastLines(cluster: TestCluster, namespace: string, pod: string, container: string): Promise<string> {
  const log = await cluster.logs(namespace, pod, container, 15).catch((error: Error) => error.message);
  const lines = log.trim().split("\n").filter(Boolean);
  return lines.map((line) => `    ${container}: ${line.slice(0, 300)}`).join("\n");
}

async function conditions(cluster: TestCluster, namespace: string): Promise<string> {
  // A cluster may lack some of the kinds.
  const lists = await Promise.all(
    conditioned.map(async (kind) => {
      const items = await cluster.list(kind, namespace).catch(() => []);
      return items.flatMap((item) => notTrue(kind, item));
    }),
  );
  return lists.flat().join("\n");
}

function notTrue(kind: Kind, { metadata, status }: Item): string[] {
  const all: Item[] = status?.conditions ?? [{ type: "conditions", status: "none yet" }];
  // A revision without Pods is as good as one with them.
  const isGood = ({ type, status: value }: Item) => value === "True" || (kind === "Revision" && type === "Active");
  const wrong = kind === "Job" ? failedJob(all) : all.filter((one) => !isGood(one));
  return wrong.map(
    ({ type, status: value, reason = "", message = "" }) =>
      `  ${kind} ${metadata.name}: ${type} ${value} ${reason} ${oneLine(message)}`,
  );
}

/** A Job's conditions are about its end. */
function failedJob(all: Item[]): Item[] {
  const isDone = all.some(({ type, status }) => type === "Complete" && status === "True");
  return isDone ? [] : all;
}

async function events(cluster: TestCluster, namespace: string): Promise<string> {
  const at = (event: Item) => Date.parse(event.lastTimestamp ?? event.eventTime ?? event.metadata.creationTimestamp);
  const all = (await cluster.list("Event", namespace)).sort((a, b) => at(a) - at(b)).slice(-20);
  return all
    .map(({ lastTimestamp, eventTime, involvedObject: of, reason, message, count = 1 }) => {
      const when = String(lastTimestamp ?? eventTime).slice(11, 19);
      return `  ${when} ${of.kind} ${of.name}: ${reason}${count > 1 ? ` (${count} times)` : ""} ${oneLine(message)}`;
    })
    .join("\n");
}

const oneLine = (text: unknown) =>
  String(text ?? "")
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, 300);
