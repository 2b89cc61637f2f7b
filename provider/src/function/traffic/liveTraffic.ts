// The function as it is in the cluster, which may have been changed since the last update recorded it in the state.
import type * as pulumi from "@pulumi/pulumi";
import { type LiveObject, tryQuery } from "../../cluster/cluster";
import { developerOf } from "./devSession";
import { type Share, sameTraffic } from "./trafficTable";

export interface Live {
  /** Undefined if it no longer exists. */
  service: LiveObject | undefined;
  /** Names of the existing revisions. */
  revisions: string[];
  /** The existing Secrets and ConfigMaps, each as `Secret NAME`; undefined if they can't be listed. */
  contents?: Set<string> | undefined;
  /** Who has a session of `knative-faas dev` with the function. */
  developer?: string | undefined;
}

/** Undefined if the cluster can't be queried: then only the state is known. */
export async function liveOf(
  component: pulumi.ComponentResource,
  name: string,
  namespace: string,
): Promise<Live | undefined> {
  const of = (kind: string) => ({ apiVersion: "serving.knative.dev/v1", kind, namespace });
  const found = await tryQuery(component, (cluster) =>
    Promise.all(["Service", "Revision"].map((kind) => cluster.list(of(kind)))),
  );
  if (found === undefined) return undefined;
  const [services = [], revisions = []] = found.answer;
  const service = services.find(({ metadata }) => metadata.name === name);
  const developer = service && developerOf(service, revisions);
  return { service, developer, revisions: revisions.map(({ metadata }) => metadata.name) };
}

/** Queried only if revisions read some. */
export async function contentsOf(
  component: pulumi.ComponentResource,
  namespace: string,
): Promise<Set<string> | undefined> {
  const kinds = ["Secret", "ConfigMap"];
  const found = await tryQuery(component, (cluster) =>
    Promise.all(kinds.map((kind) => cluster.list({ apiVersion: "v1", kind, namespace }, "metadata"))),
  );
  const names = found?.answer.flatMap((list, index) => list.map(({ metadata }) => `${kinds[index]} ${metadata.name}`));
  return names && new Set(names);
}

/** The part of a function's state that the cluster may contradict. */
interface Known {
  revision: string | undefined;
  releases: { revision: string }[];
  traffic: Share[];
  contents: Record<string, string[]>;
  url: string | undefined;
  moved: Share[] | undefined;
  edited: string | undefined;
  gone: boolean;
  existing: string[];
  developer?: string | undefined;
}

/** Pure: drops deleted revisions, which allow no rollback, and uses the traffic in the cluster. */
export function withLive<Previous extends Known>(previous: Previous, live: Live | undefined): Previous {
  if (live === undefined) return previous;
  const { service, revisions } = live;
  if (service === undefined)
    return { ...previous, gone: true, releases: [], traffic: [], contents: {}, url: undefined };
  const exists = (object: string) => live.contents?.has(object) ?? true;
  const { contents, releases: complete } = withReadableContent(previous, exists);
  const releases = complete.filter(({ revision }) => revisions.includes(revision));
  const traffic = tableIn(service);
  const isMoved = isSetByOthers(service) && !sameTraffic(traffic, previous.traffic);
  const edited = editedRevision(service, previous);
  const known = { ...previous, releases, contents, existing: revisions, edited, developer: live.developer };
  return isMoved ? { ...known, traffic, moved: previous.traffic } : known;
}

type Read = Pick<Known, "revision" | "releases" | "contents">;

/**
 * Pure: releases and contents without those revisions that read deleted objects: they can't start again, and the content is lost.
 * What the newest reads is created again.
 */
export function withReadableContent<Of extends Read>(
  of: Of,
  exists: (object: string) => boolean,
): Pick<Of, "releases" | "contents"> {
  const { releases, contents, revision: newest } = of;
  const isComplete = (revision: string) => revision === newest || (contents[revision] ?? []).every(exists);
  return {
    releases: releases.filter(({ revision }) => isComplete(revision)),
    contents: Object.fromEntries(
      Object.entries(contents)
        .filter(([revision]) => isComplete(revision))
        .map(([revision, objects]) => [revision, objects.filter(exists)]),
    ),
  };
}

/** The newest revision of a template that another client has set. */
function editedRevision({ spec, status, metadata }: LiveObject, { revision }: Known): string | undefined {
  const newest = spec?.template?.metadata?.name ?? status?.latestCreatedRevisionName;
  const managers = (metadata.managedFields ?? []).filter(({ fieldsV1 }) => fieldsV1?.["f:spec"]?.["f:template"]);
  const isOurs = managers.every(({ manager = "" }) => /^(pulumi|knative-faas)/.test(manager));
  return isOurs || newest === revision ? undefined : newest;
}

/** The table is one field, with one manager or several that agree. */
export function trafficManagers({ metadata: { managedFields = [] } }: LiveObject): string[] {
  return managedFields
    .filter(({ fieldsV1 }) => fieldsV1?.["f:spec"]?.["f:traffic"] !== undefined)
    .map(({ manager = "" }) => manager);
}

function isSetByOthers(service: LiveObject): boolean {
  const managers = trafficManagers(service);
  const isOurs = (manager: string) =>
    manager.startsWith("knative-faas") && !(manager === rolloutManager && wasRestored(service));
  return managers.length > 0 && !managers.some(isOurs);
}

/** The program's field manager (provider/programs/internal/rollout). */
const rolloutManager = "knative-faas-rollout";

/**
 * A running or interrupted rollout has its own revision in the table, and the state has the table before it. A failed one has restored
 * the table it found, which another manager may have set.
 */
function wasRestored({ spec }: LiveObject): boolean {
  const targets: Target[] = spec?.traffic ?? [];
  return !targets.some(({ revisionName }) => revisionName === spec?.template?.metadata?.name);
}

interface Target extends Partial<Share> {
  latestRevision?: boolean;
}

/** Without a table all requests go to the newest ready revision, as do those of a target without a name. */
export function tableIn({ spec, status }: LiveObject): Share[] {
  const latest = status?.latestReadyRevisionName;
  const targets: Target[] = spec?.traffic ?? [{ latestRevision: true, percent: 100 }];
  return targets.flatMap(({ revisionName = latest, percent = 0, tag }) =>
    revisionName === undefined ? [] : [{ revisionName, percent, ...(tag === undefined ? {} : { tag }) }],
  );
}
