// What is known of one function: from its Knative Service, revisions and Pods, or from the stack's state alone. Pure.
import { conditionText, failedCondition } from "../../cluster/conditions";
import { podCause } from "../../cluster/pods";
import { developerOf } from "../../function/traffic/devSession";
import { given } from "../../input/given";
import type { ApiObject } from "../liveObject";
import type { StackFunction } from "../stackState";

export type Standing = "ready" | "waiting" | "failed" | "missing" | "unknown";

export interface PodCount {
  ready: number;
  total: number;
  /** Not ready, for no reason that the cluster reports. */
  starting: number;
  failing: number;
}

export interface RevisionStatus {
  name: string;
  /** The share of the traffic; 0 for one that only has a tag, or that is about to receive traffic. */
  percent: number;
  tags: string[];
  pods: PodCount;
}

export interface FunctionStatus {
  name: string;
  namespace: string;
  service: string;
  status: Standing;
  url: string;
  revisions: RevisionStatus[];
  /** What keeps it from being ready, and what failed last; empty if nothing did. */
  problems: string[];
  /** Who answers its requests with `knative-faas dev`, as USER@HOST; absent without a session. */
  developer?: string;
  /** When its Knative Service was created. */
  created?: string;
}

/** The objects of the function's namespace, of this function and of others. */
export interface Live {
  services: ApiObject[];
  revisions: ApiObject[];
  pods: ApiObject[];
}

const serviceLabel = "serving.knative.dev/service";
const revisionLabel = "serving.knative.dev/revision";
const labelOf = (object: ApiObject, label: string): string => object.metadata.labels?.[label] ?? "";

export function liveStatus(one: StackFunction, live: Live): FunctionStatus {
  const service = live.services.find(({ metadata }) => metadata.name === one.service);
  if (service === undefined) return { ...known(one, "missing"), problems: [missing(one)] };
  const pods = live.pods.filter((pod) => labelOf(pod, serviceLabel) === one.service && isLiving(pod));
  const created = live.revisions.find(({ metadata }) => metadata.name === service.status?.latestCreatedRevisionName);
  return {
    ...known(one, standingOf(service)),
    url: service.status?.url ?? one.url,
    revisions: revisionsOf(service).map((revision) => ({ ...revision, pods: counted(podsOf(pods, revision.name)) })),
    problems: problemsOf(service, created, pods),
    ...given({ developer: developerOf(service, live.revisions) }),
    created: service.metadata.creationTimestamp,
  };
}

/** What the state tells, if the cluster does not answer. */
export function stateStatus(one: StackFunction, revision: string | undefined): FunctionStatus {
  const revisions = revision === undefined ? [] : [{ name: revision, percent: 100, tags: [], pods: counted([]) }];
  return { ...known(one, "unknown"), revisions };
}

function known({ name, namespace, service, url }: StackFunction, status: Standing): FunctionStatus {
  return { name, namespace, service, status, url, revisions: [], problems: [] };
}

const missing = ({ namespace, service }: StackFunction) =>
  `the cluster has no Knative Service ${namespace}/${service}; run \`pulumi up --refresh\``;

const isLiving = ({ metadata }: ApiObject) => metadata.deletionTimestamp === undefined;
const podsOf = (pods: ApiObject[], revision: string) => pods.filter((pod) => labelOf(pod, revisionLabel) === revision);

/** A Service whose new generation Knative has not seen yet reports on the one before. */
function standingOf({ metadata, status }: ApiObject): Standing {
  const decisive = status?.conditions?.find(({ type }: { type: string }) => type === "Ready")?.status;
  if (decisive === undefined || status.observedGeneration !== metadata.generation) return "waiting";
  return decisive === "True" ? "ready" : decisive === "False" ? "failed" : "waiting";
}

/** Those with traffic or a tag, and the newest one, in the order of the traffic table. */
function revisionsOf({ status }: ApiObject): Omit<RevisionStatus, "pods">[] {
  const found = new Map<string, Omit<RevisionStatus, "pods">>();
  const add = (name: string | undefined, percent = 0, tag?: string) => {
    if (name === undefined) return;
    const revision = found.get(name) ?? { name, percent: 0, tags: [] };
    const tags = tag === undefined ? revision.tags : [...revision.tags, tag];
    found.set(name, { ...revision, percent: revision.percent + percent, tags });
  };
  for (const { revisionName, percent, tag } of status?.traffic ?? []) add(revisionName, percent, tag);
  add(status?.latestCreatedRevisionName);
  return [...found.values()];
}

function counted(pods: ApiObject[]): PodCount {
  const ready = pods.filter(isReady).length;
  const failing = pods.filter((pod) => causeOf(pod) !== undefined).length;
  return { ready, total: pods.length, starting: pods.length - ready - failing, failing };
}

const isReady = ({ status }: ApiObject) =>
  status?.conditions?.some((one: { type: string; status: string }) => one.type === "Ready" && one.status === "True");

/** The sidecar is not ready while the program is not; that alone is a Pod that starts. */
const notYet = "not yet";

/** Undefined for a Pod that is ready or still starts. */
function causeOf(pod: ApiObject): string | undefined {
  if (isReady(pod)) return undefined;
  const names = (pod.spec?.containers ?? []).map(({ name }: { name: string }) => [name, notYet]);
  const cause = podCause(pod, Object.fromEntries(names));
  return cause === notYet ? undefined : cause;
}

function problemsOf(service: ApiObject, created: ApiObject | undefined, pods: ApiObject[]): string[] {
  const ofPods = pods.map((pod) => ({ revision: labelOf(pod, revisionLabel), cause: causeOf(pod) }));
  const failing = ofPods.flatMap(({ revision, cause }) => (cause === undefined ? [] : [`${revision}: ${cause}`]));
  const conditions = [service, created].flatMap((object) => {
    const failed = failedCondition(object?.status);
    return failed === undefined || failed.status === "True" ? [] : [conditionText(failed)];
  });
  const rollout = rolloutFailure(service);
  return [...new Set([...failing, ...conditions, ...(rollout === undefined ? [] : [rollout])])];
}

/** The program that runs the gates writes it to the Knative Service (provider/programs/internal/rollout/traffic.go). */
function rolloutFailure({ metadata }: ApiObject): string | undefined {
  try {
    const { message } = JSON.parse(metadata.annotations?.["knative-faas.dev/rollout-failure"] ?? "{}");
    return message === undefined ? undefined : `the last rollout failed: ${message}`;
  } catch {
    return undefined;
  }
}
