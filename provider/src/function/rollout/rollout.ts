// The gates and steps of a rollout: which of them are due for a revision, and where traffic is at each. Pure.
import { contentHash } from "../../pulumi/hash";
import type { FunctionGateArgs, FunctionRolloutArgs } from "../functionArgs.gen";
import { hasServed, type Previous } from "../release/history";
import { partialShift, type Share, sameTraffic, shareOf } from "../traffic/trafficTable";

/** One gate as the arguments describe it. */
export interface Step {
  /** `smoke`, or `step-25`. */
  gate: string;
  /** The share that is shifted before the gate runs; the smoke gate shifts none. */
  percent: number | undefined;
  check: FunctionGateArgs | undefined;
}

export function stepsOf({ smoke, steps = [], each }: FunctionRolloutArgs): Step[] {
  const moving = steps.map((percent) => ({ gate: `step-${percent}`, percent, check: each }));
  return smoke === undefined ? moving : [{ gate: "smoke", percent: undefined, check: smoke }, ...moving];
}

/** One gate as a Job. */
export interface DueGate extends Step {
  /** Name of the Job. */
  name: string;
  attempt: number;
  /** Where traffic moves to, and where it returns to if the gate fails. */
  move: { traffic: Share[]; back: Share[] } | undefined;
  /** There was no traffic before. */
  first: boolean;
  /** It passed in an earlier update, and its Job stays unchanged. */
  done: boolean;
}

/**
 * The gates between a revision and its traffic. A revision that had traffic before has passed them: its Jobs stay while they
 * are in the state. One that failed a gate starts over, with Jobs of new names.
 */
export function dueGates(steps: Step[], previous: Previous, revision: string, to: Share[]): DueGate[] {
  const own = previous.jobs.filter((job) => job.revision === revision);
  if (hasServed(previous, revision) || sameTraffic(previous.traffic, to)) {
    return steps.flatMap((step) => {
      const job = own.find(({ gate, failed }) => gate === step.gate && !failed);
      return job === undefined ? [] : [{ ...step, ...job, move: undefined, first: false, done: true }];
    });
  }
  if (shareOf(revision, to) === 0) return [];
  const last = Math.max(1, ...own.map(({ attempt }) => attempt));
  const attempt = own.some(({ failed }) => failed) ? last + 1 : last;
  const possible = steps.filter(({ percent }) => percent === undefined || previous.traffic.length > 0);
  return possible.map((step) => ({
    ...step,
    name: jobName(revision, step.gate, attempt),
    attempt,
    move: moveOf(step, previous.traffic, to),
    first: previous.traffic.length === 0,
    done: false,
  }));
}

function moveOf({ percent }: Step, from: Share[], to: Share[]): DueGate["move"] {
  return percent === undefined ? undefined : { traffic: partialShift(from, to, percent), back: from };
}

/** Leaves room for the suffixes that Jobs and checks append. */
const longest = 52;

/** The revision followed by the gate. A long name is truncated and gets a hash of the full one, to stay unique. */
export function jobName(revision: string, gate: string, attempt: number): string {
  const end = attempt === 1 ? `-${gate}` : `-${gate}-${attempt}`;
  if (revision.length + end.length <= longest) return `${revision}${end}`;
  const hash = `-${contentHash(revision)}`;
  return `${revision.slice(0, longest - hash.length - end.length).replace(/[-.]+$/, "")}${hash}${end}`;
}
