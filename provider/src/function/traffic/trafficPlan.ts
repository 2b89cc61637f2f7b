// What an update will do to a function's traffic: whether it is allowed, and which resources it uses meanwhile.
import * as pulumi from "@pulumi/pulumi";
import { InvalidArgs } from "../../input/problems";
import { combined } from "../../pulumi/value";
import type { FunctionSpec } from "../functionSpec";
import { type Previous, releaseOf } from "../release/history";
import type { Footprint } from "../release/releaseSchema";
import type { Site } from "../site";
import { budgetProblems, footprintOf } from "./budget";
import { ungatedRevisions, unknownRevisions } from "./trafficRules";
import { type Share, trafficTargets } from "./trafficTable";

/** The revision of this update. */
interface PlannedRevision {
  name: pulumi.Input<string>;
  footprint: pulumi.Input<Footprint>;
}

/** Known once the traffic table is valid and within the budget; undefined if there is nothing to check. */
export function trafficChecked(
  { spec, last }: Site,
  { name: newest, footprint }: PlannedRevision,
): pulumi.Input<unknown> {
  const { traffic, budget, rollout } = spec;
  if (traffic === undefined && budget === undefined) return undefined;
  const table = pulumi.output(trafficTargets(traffic, newest));
  const named = (traffic ?? []).map(({ latest }) => latest === undefined);
  return pulumi.all([table, last, newest, footprint, budget]).apply(([to, before, name, own, limit]) => {
    const unknown = unknownRevisions(to, named, before, name);
    const ungated = rollout === undefined ? [] : ungatedRevisions(to, before, name);
    const misnamed = [...unknown, ...ungated];
    const problems = misnamed.length > 0 ? misnamed : budgetProblems(limit, reachedFootprints(before, to, name, own));
    if (problems.length > 0) throw new InvalidArgs("Function", problems);
  });
}

/** The footprints of all revisions that get requests before or after, from the route or a tag; the new one comes last. */
export function reachedFootprints(previous: Previous, to: Share[], newest: string, own: Footprint): Footprint[] {
  const reached = [...previous.traffic, ...to].filter(({ percent, tag }) => percent > 0 || tag !== undefined);
  const routed = reached.map(({ revisionName }) => revisionName);
  const others = [...new Set(routed)].filter((revision) => revision !== newest);
  const known = others.flatMap((revision) => releaseOf(previous, revision)?.footprint ?? []);
  return routed.includes(newest) ? [...known, own] : known;
}

/** The resources of one Pod of the revision, and the bounds of its Pods. */
export function footprintIn({ scale: { min, max }, queueProxy, pod, requests }: FunctionSpec): pulumi.Input<Footprint> {
  const sidecars = (pod.sidecars ?? []).map(({ resources }) => amounts(resources?.requests));
  const args = {
    scale: { min, max },
    requests: amounts(requests),
    sidecars,
    queueProxy: amounts(queueProxy.requests),
  };
  return combined([args], footprintOf);
}

function amounts({ cpu, memory }: { cpu?: pulumi.Input<string>; memory?: pulumi.Input<string> } = {}) {
  return { cpu, memory };
}
