// Resources that a function uses: idle, after an update, and at most while its traffic moves. Pure.
import { counted } from "../../input/counted";
import { type Problem, show } from "../../input/problems";
import { amount, nanos, nanosInOne } from "../../input/quantity";
import type { Footprint } from "../release/releaseSchema";

interface Amounts {
  cpu?: string | undefined;
  memory?: string | undefined;
}

/** The arguments that determine the resources of a Pod, and the number of Pods. */
export interface ResourceArgs {
  scale?: { min?: number | undefined; max?: number | undefined } | undefined;
  requests: Amounts;
  sidecars: Amounts[];
  queueProxy: Amounts;
}

/** Knative's own container in each Pod requests this by default (serving v0.50, pkg/deployment/config.go). */
const queueProxyCpu = "25m";

export function footprintOf({ scale = {}, requests, sidecars, queueProxy }: ResourceArgs): Footprint {
  const containers = [requests, ...sidecars, { ...queueProxy, cpu: queueProxy.cpu ?? queueProxyCpu }];
  const sum = (name: keyof Amounts) => containers.reduce((all, one) => all + nanos(one[name] ?? "0"), 0n);
  const [cpu, memory] = [sum("cpu"), sum("memory")].map((all) => Number(all) / nanosInOne) as [number, number];
  return { minPods: scale.min ?? 0, maxPods: scale.max ?? 0, cpu, memory };
}

/** The total of several revisions. `pods` is Infinity if one of them has no limit. */
export interface Resources {
  pods: number;
  cpu: number;
  memory: number;
}

export function most(footprints: Footprint[]): Resources {
  return total(footprints, ({ maxPods }) => (maxPods === 0 ? Number.POSITIVE_INFINITY : maxPods));
}

export function idle(footprints: Footprint[]): Resources {
  return total(footprints, ({ minPods }) => minPods);
}

function total(footprints: Footprint[], pods: (one: Footprint) => number): Resources {
  const sum = (of: (one: Footprint) => number) => footprints.reduce((all, one) => all + of(one), 0);
  const times = (amountOf: number, one: Footprint) => (amountOf === 0 ? 0 : amountOf * pods(one));
  // In integer billionths, as 3 * 0.05 is more than 0.15.
  const cpu = sum((one) => times(Math.round(one.cpu * nanosInOne), one)) / nanosInOne;
  return { pods: sum(pods), cpu, memory: sum((one) => times(one.memory, one)) };
}

export interface Budget {
  maxPods?: number | undefined;
  maxCpu?: string | undefined;
}

/** Checks the revisions that serve before and after, all at their maximum. */
export function budgetProblems(budget: Budget | undefined, footprints: Footprint[]): Problem[] {
  const peak = most(footprints);
  const during = footprints.length > 1 ? ` while ${footprints.length} revisions run side by side` : "";
  const change = Number.isFinite(peak.pods)
    ? "lower scale.max, or raise the budget"
    : "a serving revision has no scale.max: set that in one update, and the budget in the next";
  const problems: Problem[] = [];
  const { maxPods, maxCpu } = budget ?? {};
  if (maxPods !== undefined && peak.pods > maxPods)
    problems.push({
      propertyPath: "budget.maxPods",
      reason: `expected at most ${counted(maxPods, "Pod")}, got ${bounded(peak.pods, "number", String)}${during}; ${change}`,
    });
  if (maxCpu !== undefined && peak.cpu > amount(maxCpu))
    problems.push({
      propertyPath: "budget.maxCpu",
      reason: `expected at most ${show(maxCpu)}, got requests of ${bounded(peak.cpu, "amount", formatCpu)}${during}; ${change}`,
    });
  return problems;
}

/** `6 Pods (270m CPU, 192Mi)`, for a limited number of Pods. */
export function formatFootprint({ pods, cpu, memory }: Resources): string {
  return pods === 0
    ? counted(0, "Pod")
    : `${counted(pods, "Pod")} (${formatCpu(cpu)} CPU, ${Math.ceil(memory / 2 ** 20)}Mi)`;
}

function bounded(amount: number, what: string, format: (amount: number) => string): string {
  return Number.isFinite(amount) ? `up to ${format(amount)}` : `any ${what}`;
}

function formatCpu(cpu: number): string {
  return `${Math.round(cpu * 1000)}m`;
}
