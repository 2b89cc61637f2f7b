// What an update will do to a function's traffic, found out and checked before anything is applied.
import * as pulumi from "@pulumi/pulumi";
import { combined } from "../../core/combined";
import { InvalidArgs } from "../../core/problems";
import type { FunctionArgs } from "../args.gen";
import { budgetProblems, footprintOf, type Sized } from "../budget";
import { type Previous, releaseOf } from "../history";
import { ungatedRevisions, unknownRevisions } from "../rules/traffic";
import type { Footprint } from "../schema/release";
import type { FunctionSpec } from "../spec";
import { type Share, trafficTargets } from "../traffic";

export interface Plan {
  /** Known when it proved possible; undefined where there is nothing to check. */
  checked: pulumi.Input<unknown>;
  footprint: pulumi.Input<Footprint>;
}

/** `newest` is the name that this update's revision has or will have. */
export function planOf(
  args: FunctionArgs,
  spec: FunctionSpec,
  previous: pulumi.Output<Previous>,
  newest: pulumi.Input<string>,
): Plan {
  const footprint = combined([sizedOf(args, spec)], (sized) => footprintOf(sized as Sized));
  const { traffic, budget, rollout } = args;
  if (traffic === undefined && budget === undefined) return { checked: undefined, footprint };
  const table = pulumi.output(trafficTargets(traffic, newest)) as pulumi.Output<Share[]>;
  const named = (traffic ?? []).map(({ latest }) => latest === undefined);
  const checked = pulumi.all([table, previous, newest, footprint, budget]).apply(([to, before, name, own, limit]) => {
    const unknown = unknownRevisions(to, named, before, name);
    const unasked = rollout === undefined ? [] : ungatedRevisions(to, before, name);
    const misnamed = [...unknown, ...unasked];
    const problems = misnamed.length > 0 ? misnamed : budgetProblems(limit, serving(before, to, name, own));
    if (problems.length > 0) throw new InvalidArgs("Function", problems);
  });
  return { checked, footprint };
}

/** The footprints of all revisions that get requests before or after, of the route or of a tag, the new one last. */
export function serving(previous: Previous, to: Share[], newest: string, own: Footprint): Footprint[] {
  const reached = [...previous.traffic, ...to].filter(({ percent, tag }) => percent > 0 || tag !== undefined);
  const routed = reached.map(({ revisionName }) => revisionName);
  const others = [...new Set(routed)].filter((revision) => revision !== newest);
  const known = others.flatMap((revision) => releaseOf(previous, revision)?.footprint ?? []);
  return routed.includes(newest) ? [...known, own] : known;
}

function sizedOf({ scale = {}, queueProxy, pod }: FunctionArgs, { requests }: FunctionSpec) {
  const { cpu, memory } = requests;
  const sidecars = (pod?.sidecars ?? []).map(({ resources }) => amounts(resources?.requests));
  const { min, max } = scale;
  return { scale: { min, max }, requests: { cpu, memory }, sidecars, queueProxy: amounts(queueProxy?.requests) };
}

function amounts(given: { cpu?: pulumi.Input<string>; memory?: pulumi.Input<string> } = {}) {
  return { cpu: given.cpu, memory: given.memory };
}
