// Which revision answered, and whether it had to be started: only what follows from traffic and Pods before and after a request. Pure.
import type { ApiObject } from "../liveObject";

/** A function at one moment. */
export interface Moment {
  /** The share of each revision that has traffic. */
  shares: Record<string, number>;
  /** The ready Pods of each revision. */
  ready: Record<string, number>;
  /** Its Pods that are not being deleted. Knative may use one that is not marked as ready yet, as its activator asks them itself. */
  living: Record<string, number>;
  /** Whether a session of `knative-faas dev` has requests, of which its relay may pass any to another revision. */
  isInSession: boolean;
}

export const unknown = "unknown";

export interface Answering {
  revision: string;
  /** True if the revision had no Pod before, false if it had a ready one. */
  isColdStart: boolean | typeof unknown;
  /** Why the revision is unknown, for the user. */
  reason?: string;
}

export function momentOf(
  service: ApiObject | undefined,
  pods: ApiObject[],
  isReady: (pod: ApiObject) => boolean,
): Omit<Moment, "isInSession"> {
  const shares: Record<string, number> = {};
  for (const { revisionName, percent = 0 } of service?.status?.traffic ?? [])
    if (percent > 0) shares[revisionName] = (shares[revisionName] ?? 0) + percent;
  const living = pods.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  return { shares, ready: countsOf(pods.filter(isReady)), living: countsOf(living) };
}

function countsOf(pods: ApiObject[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { metadata } of pods) {
    const revision = metadata.labels?.["serving.knative.dev/revision"] ?? "";
    counts[revision] = (counts[revision] ?? 0) + 1;
  }
  return counts;
}

/** `asked` is the revision that the request was sent to; without one the shares decide. */
export function answering(before: Moment, after: Moment, asked: string | undefined, status: number): Answering {
  if (asked === undefined && (before.isInSession || after.isInSession))
    return { revision: unknown, isColdStart: unknown, reason: "a session of knative-faas dev has its requests" };
  const candidates = asked === undefined ? Object.keys({ ...before.shares, ...after.shares }) : [asked];
  const isColdStart = coldStart(before, candidates);
  const [only] = candidates;
  const hasPods = candidates.some((revision) => (before.ready[revision] ?? 0) + (after.ready[revision] ?? 0) > 0);
  if (only !== undefined && status >= 500 && !hasPods)
    return { revision: unknown, isColdStart: unknown, reason: noPod };
  if (candidates.length === 1 && only !== undefined) return { revision: only, isColdStart };
  if (candidates.length === 0) return { revision: unknown, isColdStart: unknown, reason: "no revision has traffic" };
  const shares = candidates.map((revision) => `${revision} ${after.shares[revision] ?? 0} %`).join(", ");
  return {
    revision: unknown,
    isColdStart,
    reason: `${shares}; responses do not say which, --revision asks one of them`,
  };
}

/** A start that takes longer than the limit of a request. */
const noPod = "no Pod was ready before and after it, so Knative itself may have answered";

/** With several candidates only if all of them agree. */
function coldStart({ ready, living }: Moment, candidates: string[]): Answering["isColdStart"] {
  if (candidates.length === 0) return unknown;
  if (candidates.every((revision) => living[revision] === undefined)) return true;
  return candidates.every((revision) => ready[revision] !== undefined) ? false : unknown;
}
