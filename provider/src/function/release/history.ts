// The last update of a function, as recorded in the state of the stack (releases, traffic, gates), and which releases the next one keeps.
import * as pulumi from "@pulumi/pulumi";
import type { Condition } from "../../cluster/conditions";
import { adopts } from "../../ownership/owner";
import { type Outputs, type State, stackState } from "../../pulumi/previous";
import { childrenOf, childUrn, nameIn, urnsOf } from "../../pulumi/urn";
import { knownOf } from "../../pulumi/value";
import { contentsOf, type Live, liveOf, tableIn, withLive, withReadableContent } from "../traffic/liveTraffic";
import { mainRevision, type Share, shareOf, tableOf } from "../traffic/trafficTable";
import type { FunctionRelease } from "./releaseSchema";

/** A Job of a rollout that is in the state. */
export interface DoneJob {
  /** The gate that it ran. */
  gate: string;
  /** The Job's own name. */
  name: string;
  revision: string;
  attempt: number;
  failed: boolean;
}

export interface Previous {
  /** The image and the revision of the last template; undefined before the first update. */
  image: string | undefined;
  revision: string | undefined;
  /** The releases that were deployed; the one that served comes first. */
  releases: FunctionRelease[];
  traffic: Share[];
  url: string | undefined;
  /** Of the Knative Service in the state. */
  uid: string | undefined;
  jobs: DoneJob[];
  /** True if an update ended after it applied the newest template and before its traffic: then the traffic is not known. */
  unfinished: boolean;
  /** How often traffic was applied again after that. */
  resettled: number;
  /** The table that the last update set, if traffic was changed outside of Pulumi since; `traffic` is the current one. */
  moved: Share[] | undefined;
  /** The newest revision, if its template was set outside of Pulumi since the last update. */
  edited: string | undefined;
  /** Who has a session of `knative-faas dev`: the traffic goes there, and returns to `traffic`. */
  developer?: string | undefined;
  /** A foreign Knative Service is being adopted; `traffic` is its current table. */
  adopted: boolean;
  /** The Knative Service is in the state but no longer in the cluster. */
  gone: boolean;
  /** Revisions that exist in the cluster, retained or not; none if it can't be queried. */
  existing: string[];
  /** By revision, the Secrets and ConfigMaps of the function that it reads, each as `Secret NAME`. */
  contents: Record<string, string[]>;
}

/** Before the first update. */
export const nothing: Previous = {
  image: undefined,
  revision: undefined,
  releases: [],
  traffic: [],
  url: undefined,
  uid: undefined,
  jobs: [],
  unfinished: false,
  resettled: 0,
  moved: undefined,
  edited: undefined,
  adopted: false,
  gone: false,
  existing: [],
  contents: {},
};

/** On the traffic node: a changed value causes it to be applied again. */
export const settledAnnotation = "knative-faas.dev/settled";

const serving1 = "kubernetes:serving.knative.dev/v1:";

/** Labels of objects that belong to one revision, such as the Jobs of its rollout. */
export const labels = {
  revision: "knative-faas.dev/revision",
  gate: "knative-faas.dev/gate",
  attempt: "knative-faas.dev/attempt",
};

/** Known in a preview too. A function that moves to another name or namespace starts over. */
export function previousOf(
  component: pulumi.ComponentResource,
  { name, namespace }: { name: pulumi.Input<string>; namespace: pulumi.Input<string> },
): pulumi.Output<Previous> {
  return pulumi.all([name, namespace]).apply(async ([service, place]) => {
    // As promises: through an Output of the component, each child that uses it would wait for all children, and an Output of
    // the state would be copied for each function.
    const { urn, state, outputs } = await lastOf(component);
    const isSame = outputs?.name === service && outputs?.namespace === place;
    const live = await liveOf(component, service, place);
    if (outputs === undefined || !isSame)
      return { ...nothing, jobs: jobsOf(state, urn), existing: live?.revisions ?? [], ...adopted(component, live) };
    const known = previousIn(state, urn, outputs);
    const reads = Object.values(known.contents).some((objects) => objects.length > 0);
    const contents = live !== undefined && reads ? await contentsOf(component, place) : undefined;
    return withLive(known, live && { ...live, contents });
  });
}

/** For a function that is adopted, what serves now: its gates run before any traffic moves. */
function adopted(component: pulumi.ComponentResource, live: Live | undefined): Partial<Previous> {
  if (live?.service === undefined || !adopts(component)) return {};
  const traffic = tableIn(live.service);
  return { adopted: traffic.length > 0, traffic };
}

/** For the nodes and messages of a preview: if the function's name or namespace is unknown, it is assumed to be unchanged. */
export async function expectedPrevious(
  component: pulumi.ComponentResource,
  previous: pulumi.Output<Previous>,
): Promise<Previous> {
  const known = await knownOf(previous);
  if (known !== undefined) return known;
  const { urn, state, outputs } = await lastOf(component);
  return outputs === undefined ? nothing : previousIn(state, urn, outputs);
}

async function lastOf(component: pulumi.ComponentResource) {
  const [urns, state] = await Promise.all([urnsOf(component), stackState()]);
  const urn = urns.find((candidate) => state[candidate] !== undefined) ?? (urns[0] as string);
  return { urn, state, outputs: state[urn]?.outputs as Outputs | undefined };
}

/** Pure: reads the outputs of the component and of its children. */
export function previousIn(state: State, urn: string, outputs: Outputs): Previous {
  const { image, revision, release = bareRelease(outputs), releases = [], traffic = [], url } = outputs;
  const all: FunctionRelease[] = [release, ...releases];
  const kept = outputsOf(state, urn, `${serving1}RevisionPatch`);
  const names = kept.map((patch) => patch.metadata?.name);
  // A revision that a refresh found deleted is no longer available for a rollback.
  const available = all.filter((one) => one.revision === revision || names.includes(one.revision));
  const objects = contentsIn(state, urn);
  const read = withReadableContent({ revision, releases: available, contents: outputs.contents ?? {} }, (one) =>
    objects.includes(one),
  );
  const patch = state[childUrn(urn, `${serving1}ServicePatch`, `${nameIn(urn)}-traffic`)]?.outputs;
  const service = state[childUrn(urn, `${serving1}Service`, nameIn(urn))]?.outputs;
  const template = service?.spec?.template?.metadata?.name;
  return {
    image,
    revision,
    ...read,
    // The traffic node has the table even if the update failed afterwards.
    traffic: patch?.spec?.traffic?.map(shareIn) ?? tableOf(traffic),
    url,
    uid: service?.metadata?.uid,
    jobs: jobsOf(state, urn),
    unfinished: template !== undefined && template !== revision,
    resettled: Number(patch?.metadata?.annotations?.[settledAnnotation] ?? 0),
    moved: undefined,
    edited: undefined,
    adopted: false,
    gone: false,
    existing: [],
  };
}

/** The release of an update by a version that recorded no releases. */
function bareRelease({ image = "", digest = "", revision = "" }: Outputs): FunctionRelease {
  const templateHash = revision.slice(revision.lastIndexOf("-") + 1);
  return { image, digest, revision, templateHash, gates: [], served: true, settings: {} };
}

function shareIn({ revisionName, percent = 0, tag }: Outputs): Share {
  return { revisionName, percent, ...(tag === undefined ? {} : { tag }) };
}

/** Each as `Secret NAME`. */
function contentsIn(state: State, urn: string): string[] {
  return ["Secret", "ConfigMap"].flatMap((kind) =>
    outputsOf(state, urn, `kubernetes:core/v1:${kind}`).map(({ metadata }) => `${kind} ${metadata?.name}`),
  );
}

function jobsOf(state: State, urn: string): DoneJob[] {
  return outputsOf(state, urn, "kubernetes:batch/v1:Job").map(({ metadata, status }) => ({
    gate: metadata?.labels?.[labels.gate] ?? "",
    name: metadata?.name ?? "",
    revision: metadata?.labels?.[labels.revision] ?? "",
    attempt: Number(metadata?.labels?.[labels.attempt] ?? 1),
    failed: ((status?.conditions ?? []) as Condition[]).some(
      ({ type, status: is }) => type === "Failed" && is === "True",
    ),
  }));
}

const outputsOf = (state: State, urn: string, type: string): Outputs[] =>
  childrenOf(state, urn, type).map(([, { outputs }]) => outputs);

/** The release of a revision, if this stack created it. */
export function releaseOf({ releases }: Previous, revision: string): FunctionRelease | undefined {
  return releases.find((release) => release.revision === revision);
}

/** True for a revision that has had traffic, and so has passed its gates, if any. */
export function hasServed(previous: Previous, revision: string): boolean {
  return shareOf(revision, previous.traffic) > 0 || releaseOf(previous, revision)?.served === true;
}

/** The fields of a release that decide whether it is retained. */
type Retained = Pick<FunctionRelease, "revision" | "served">;

/**
 * The releases that are retained after an update: the serving one, then the others, newest first. `keep` limits those that traffic
 * does not name.
 */
export function releasesAfter<R extends Retained>(earlier: R[], newest: R, table: Share[], keep: number): [R, ...R[]] {
  const all = [newest, ...earlier.filter(({ revision }) => revision !== newest.revision)];
  const first = all.find(({ revision }) => revision === mainRevision(table)) ?? newest;
  const rest = all.filter((one) => one !== first);
  const routed = table.map(({ revisionName }) => revisionName);
  const spare = rest.filter(({ revision, served }) => served && !routed.includes(revision)).slice(0, keep);
  return [first, ...rest.filter((one) => routed.includes(one.revision) || spare.includes(one))];
}

/** The earlier revisions that are retained. */
export function keptRevisions(previous: Previous, newest: string, table: Share[], keep: number): string[] {
  const served = hasServed(previous, newest) || shareOf(newest, table) > 0;
  const all = releasesAfter<Retained>(previous.releases, { revision: newest, served }, table, keep);
  return all.map(({ revision }) => revision).filter((revision) => revision !== newest);
}
