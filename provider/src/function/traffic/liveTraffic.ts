// What the cluster has of a function, beside what the last update left in the state: somebody may have changed it since.
import type * as pulumi from "@pulumi/pulumi";
import { type LiveObject, tryQuery } from "../../cluster/cluster";
import { type Share, sameTraffic } from "./trafficTable";

export interface Live {
  /** Undefined where it is gone. */
  service: LiveObject | undefined;
  /** Names of the revisions that are there. */
  revisions: string[];
  /** The Secrets and ConfigMaps that are there, each as `Secret NAME`; undefined where they can't be listed. */
  contents?: Set<string> | undefined;
}

/** Undefined where the cluster can't be asked: then the state is all there is to go by. */
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
  return { service, revisions: revisions.map(({ metadata }) => metadata.name) };
}

/** Asked for where revisions read some. */
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

/** What is known of a function from the state, as far as the cluster may contradict it. */
interface Known {
  revision: string | undefined;
  releases: { revision: string }[];
  traffic: Share[];
  contents: Record<string, string[]>;
  url: string | undefined;
  moved: Share[] | undefined;
  gone: boolean;
  there: string[];
}

/** Pure: what is gone can't be gone back to, and traffic is where it is. */
export function withLive<Previous extends Known>(previous: Previous, live: Live | undefined): Previous {
  if (live === undefined) return previous;
  const { service, revisions } = live;
  if (service === undefined)
    return { ...previous, gone: true, releases: [], traffic: [], contents: {}, url: undefined };
  const isThere = (object: string) => live.contents?.has(object) ?? true;
  const { contents, releases: whole } = readable(previous, isThere);
  const releases = whole.filter(({ revision }) => revisions.includes(revision));
  const traffic = tableIn(service);
  const isMoved = isSetByOthers(service) && !sameTraffic(traffic, previous.traffic);
  const known = { ...previous, releases, contents, there: revisions };
  return isMoved ? { ...known, traffic, moved: previous.traffic } : known;
}

type Read = Pick<Known, "revision" | "releases" | "contents">;

/**
 * Pure: the releases and the contents without revisions that read what is gone: such a one can't start again, and nobody knows
 * what was in it. What the newest reads is made again.
 */
export function readable<Of extends Read>(
  of: Of,
  isThere: (object: string) => boolean,
): Pick<Of, "releases" | "contents"> {
  const { releases, contents, revision: newest } = of;
  const isWhole = (revision: string) => revision === newest || (contents[revision] ?? []).every(isThere);
  return {
    releases: releases.filter(({ revision }) => isWhole(revision)),
    contents: Object.fromEntries(
      Object.entries(contents)
        .filter(([revision]) => isWhole(revision))
        .map(([revision, objects]) => [revision, objects.filter(isThere)]),
    ),
  };
}

/** The table is one field, which has one manager, or several that agree. */
export function trafficManagers({ metadata: { managedFields = [] } }: LiveObject): string[] {
  return managedFields
    .filter(({ fieldsV1 }) => fieldsV1?.["f:spec"]?.["f:traffic"] !== undefined)
    .map(({ manager = "" }) => manager);
}

function isSetByOthers(service: LiveObject): boolean {
  const managers = trafficManagers(service);
  const isOurs = (manager: string) =>
    manager.startsWith("knative-faas") && !(manager === ofRollout && wasPutBack(service));
  return managers.length > 0 && !managers.some(isOurs);
}

/** The program's name for the API server (provider/programs/internal/rollout). */
const ofRollout = "knative-faas-rollout";

/**
 * A rollout that is under way, or was cut off, has its own revision in the table, and the state has the table before it. One that
 * failed has put back what it found, which others may have set.
 */
function wasPutBack({ spec }: LiveObject): boolean {
  const targets: Target[] = spec?.traffic ?? [];
  return !targets.some(({ revisionName }) => revisionName === spec?.template?.metadata?.name);
}

interface Target extends Partial<Share> {
  latestRevision?: boolean;
}

/** Without a table of its own all goes to the newest revision that is ready, as it does to a target without a name. */
export function tableIn({ spec, status }: LiveObject): Share[] {
  const latest = status?.latestReadyRevisionName;
  const targets: Target[] = spec?.traffic ?? [{ latestRevision: true, percent: 100 }];
  return targets.flatMap(({ revisionName = latest, percent = 0, tag }) =>
    revisionName === undefined ? [] : [{ revisionName, percent, ...(tag === undefined ? {} : { tag }) }],
  );
}
