// The traffic table of a function: which revision gets which share, and the tables of a rollout's steps. Pure.
import type { Input } from "@pulumi/pulumi";
import { given } from "../../input/given";
import { combined } from "../../pulumi/value";
import type { FunctionTrafficArgs } from "../functionArgs.gen";
import type { FunctionRoute } from "./trafficSchema";

/** One entry of a Knative Service's `spec.traffic`. */
export interface Share {
  revisionName: string;
  percent: number;
  tag?: string;
}

/** The same, with values that may be known later. */
export type ShareInput = { [Key in keyof Share]: Input<Share[Key]> };

/** The default: everything goes to the newest revision. */
const toLatest: FunctionTrafficArgs[] = [{ latest: true, percent: 100 }];

/** One for each target, in the same order. */
export function trafficTargets(targets: FunctionTrafficArgs[] | undefined, newest: Input<string>): ShareInput[] {
  return (targets ?? toLatest).map(({ revision, release, percent = 0, tag }) => ({
    revisionName: revision ?? (release && combined([release], (known) => known.revision)) ?? newest,
    percent,
    ...given({ tag }),
  }));
}

/** As Knative reports it, with equal revisions and tags merged into one share: with two, the provider would wait forever. */
export function trafficShares(
  targets: FunctionTrafficArgs[] | undefined,
  newest: Input<string>,
): Input<Share[]> | ShareInput[] {
  const shares = trafficTargets(targets, newest);
  return shares.length === 1 ? shares : combined([shares], (known) => withoutRepeats(known as Share[]));
}

function withoutRepeats(table: Share[]): Share[] {
  const first = new Map<string, Share>();
  for (const share of table) {
    const key = JSON.stringify([share.revisionName, share.tag]);
    const before = first.get(key);
    first.set(key, before === undefined ? share : { ...before, percent: before.percent + share.percent });
  }
  return [...first.values()];
}

export function shareOf(revision: string, table: Share[]): number {
  return table.filter((share) => share.revisionName === revision).reduce((sum, { percent }) => sum + percent, 0);
}

/** The revision with the largest share; the first of equals. */
export function mainRevision(table: Share[]): string | undefined {
  const revisions = [...new Set(table.map(({ revisionName }) => revisionName))];
  return revisions.sort((a, b) => shareOf(b, table) - shareOf(a, table))[0];
}

/** True when both send every request and every tag to the same revision. */
export function sameTraffic(one: Share[], other: Share[]): boolean {
  const text = (table: Share[]) =>
    table
      .map(({ revisionName, percent, tag = "" }) => `${revisionName} ${percent} ${tag}`)
      .sort()
      .join("\n");
  return text(one) === text(other);
}

export function tableOf(routes: FunctionRoute[]): Share[] {
  return routes.map(({ revision, percent, tag }) => ({
    revisionName: revision,
    percent,
    ...(tag === undefined ? {} : { tag }),
  }));
}

/** The table at this percentage of the shift between two tables; it already has the tags of the new one. */
export function partialShift(from: Share[], to: Share[], percent: number): Share[] {
  if (percent === 100) return to;
  const wanted = to.map((share) => ({ share: { ...share }, exact: (share.percent * percent) / 100 }));
  for (const { revisionName, percent: old } of from) {
    const kept = (old * (100 - percent)) / 100;
    const entry = wanted.find(({ share }) => share.revisionName === revisionName);
    if (entry !== undefined) entry.exact += kept;
    else wanted.push({ share: { revisionName, percent: 0 }, exact: kept });
  }
  return rounded(wanted).filter((share) => share.percent > 0 || share.tag !== undefined);
}

/** Integer percentages that sum up to 100: those that lose most by rounding down get one more. */
function rounded(wanted: { share: Share; exact: number }[]): Share[] {
  const down = wanted.map(({ share, exact }) => ({ share: { ...share, percent: Math.floor(exact) }, lost: exact % 1 }));
  const missing = 100 - down.reduce((sum, { share }) => sum + share.percent, 0);
  const byLoss = [...down].sort((a, b) => b.lost - a.lost);
  for (const { share } of byLoss.slice(0, missing)) share.percent += 1;
  return down.map(({ share }) => share);
}

/**
 * The URL of a tag, derived from the function's: Knative's default `tag-template` puts the tag before the name (serving
 * v0.50, pkg/reconciler/route/domains). Undefined if the function's host does not start with its name.
 */
export function tagUrl(url: string | undefined, service: string, tag: string): string | undefined {
  const found = /^(https?:\/\/)(.*)$/.exec(url ?? "");
  return found?.[2]?.startsWith(`${service}.`) ? `${found[1]}${tag}-${found[2]}` : undefined;
}
