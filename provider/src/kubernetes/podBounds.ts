// Whether the LimitRanges and ResourceQuotas of a namespace allow a Pod at all, in the API server's own words. Pure.
import type { LiveObject } from "../cluster/cluster";
import { nanos, nanosInOne } from "../input/quantity";

export type Amounts = Record<string, string>;

export interface Resources {
  requests?: Amounts | undefined;
  limits?: Amounts | undefined;
}

export interface Container {
  name: string;
  resources?: Resources | undefined;
}

export interface Pod {
  containers: Container[];
  initContainers?: Container[] | undefined;
}

export interface Bounds {
  ranges: LiveObject[];
  quotas: LiveObject[];
}

type Complete = Required<{ [list in keyof Resources]: Amounts }>;
type Sized = { name: string } & Complete;

/** An entry of a LimitRange. */
interface Range {
  type: string;
  max?: Amounts;
  min?: Amounts;
  default?: Amounts;
  defaultRequest?: Amounts;
}

/**
 * Why the API server would refuse each such Pod, if `count` of them run at a time. Ignores what other Pods use of a quota, because it
 * may be free by then.
 */
export function refusalsOf(pod: Pod, count: number, { ranges, quotas }: Bounds): string[] {
  const limits: Range[] = ranges.flatMap(({ spec }) => spec?.limits ?? []);
  const ofContainers = limits.filter(({ type }) => type === "Container");
  const [containers, initial] = [pod.containers, pod.initContainers ?? []].map((list) =>
    list.map((one) => defaulted(one, ofContainers)),
  ) as [Sized[], Sized[]];
  const all = [...containers, ...initial];
  const sum = together(containers, initial);
  const words = [
    ...all.flatMap(contradictions),
    ...ofContainers.flatMap((range) => all.flatMap((one) => outside(range, one))),
    ...limits.filter(({ type }) => type === "Pod").flatMap((range) => outside(range, sum)),
    ...quotas.filter(countsPods).flatMap((quota) => overQuota(quota, all, sum, count)),
  ];
  return [...new Set(words)];
}

/** A missing request defaults to the limit, then to the LimitRange's (kubernetes v1.35, plugin/pkg/admission/limitranger). */
function defaulted({ name, resources: { requests, limits = {} } = {} }: Container, ranges: Range[]): Sized {
  const own: Complete = { requests: { ...limits, ...requests }, limits };
  const filled = ranges.reduce(
    (so, range) => ({
      requests: { ...range.defaultRequest, ...so.requests },
      limits: { ...range.default, ...so.limits },
    }),
    own,
  );
  return { name, ...filled };
}

/** A LimitRange's default limit may be below the program's request. */
function contradictions({ requests, limits }: Sized): string[] {
  return Object.entries(requests).flatMap(([name, request]) => {
    const limit = limits[name];
    const isOver = limit !== undefined && nanos(request) > nanos(limit);
    return isOver ? [`${name} request ${request} must be less than or equal to ${name} limit of ${limit}`] : [];
  });
}

/** Init containers run one after the other, before the others. */
function together(containers: Sized[], initial: Sized[]): Sized {
  const sum = (list: keyof Complete): Amounts => {
    const names = new Set([...containers, ...initial].flatMap((one) => Object.keys(one[list])));
    const of = (name: string) => (one: Sized) => nanos(one[list][name] ?? "0");
    const most = (name: string) => {
      const side = containers.map(of(name)).reduce((all, one) => all + one, 0n);
      return initial.map(of(name)).reduce((highest, one) => (one > highest ? one : highest), side);
    };
    return Object.fromEntries([...names].map((name) => [name, format(name, most(name))]));
  };
  return { name: "", requests: sum("requests"), limits: sum("limits") };
}

function outside({ type, min = {}, max = {} }: Range, { requests, limits }: Sized): string[] {
  const below = Object.entries(min).map(([name, bound]) => {
    const is = tooLow(bound, requests[name], limits[name]);
    return is && `minimum ${name} usage per ${type} is ${bound}${is}`;
  });
  const above = Object.entries(max).map(([name, bound]) => {
    const is = tooHigh(bound, requests[name], limits[name]);
    return is && `maximum ${name} usage per ${type} is ${bound}${is}`;
  });
  return [...below, ...above].filter((words) => words !== undefined);
}

function tooLow(bound: string, request: string | undefined, limit: string | undefined): string | undefined {
  if (request === undefined) return ".  No request is specified";
  if (nanos(request) < nanos(bound)) return `, but request is ${request}`;
  return limit !== undefined && nanos(limit) < nanos(bound) ? `, but limit is ${limit}` : undefined;
}

function tooHigh(bound: string, request: string | undefined, limit: string | undefined): string | undefined {
  if (limit === undefined) return ".  No limit is specified";
  if (nanos(limit) > nanos(bound)) return `, but limit is ${limit}`;
  return request !== undefined && nanos(request) > nanos(bound) ? `, but request is ${request}` : undefined;
}

/** All Pods here have requests and no deadline. Quotas for a priority class or an affinity are ignored. */
function countsPods({ spec }: LiveObject): boolean {
  const selected: { scopeName: string }[] = spec?.scopeSelector?.matchExpressions ?? [];
  const scopes: string[] = [...(spec?.scopes ?? []), ...selected.map(({ scopeName }) => scopeName)];
  return scopes.every((one) => ["NotTerminating", "NotBestEffort"].includes(one));
}

/** Amounts that each container must set if a quota limits them (pkg/quota/v1/evaluator/core/pods.go). */
const mustBeSet = ["cpu", "limits.cpu", "limits.memory", "memory", "requests.cpu", "requests.memory"];

function overQuota({ metadata: { name }, spec }: LiveObject, all: Sized[], sum: Sized, count: number): string[] {
  const hard: Amounts = spec?.hard ?? {};
  const missing = mustBeSet.filter((amount) => hard[amount] !== undefined).flatMap((amount) => unset(amount, all));
  if (missing.length > 0) return [`failed quota: ${name}: must specify ${missing.join("; ")}`];
  const over = Object.entries(hard)
    .sort()
    .map(([amount, bound]) => ({ amount, bound, requested: BigInt(count) * nanos(counted(sum, amount) ?? "0") }))
    .filter(({ bound, requested }) => requested > nanos(bound));
  if (over.length === 0) return [];
  const requested = over.map((one) => `${one.amount}=${format(one.amount, one.requested)}`);
  const limited = over.map(({ amount, bound }) => `${amount}=${bound}`);
  const ofPods = count > 1 ? ` of ${count} Pods` : "";
  return [`exceeded quota: ${name}, requested: ${requested.join(",")}, limited: ${limited.join(",")}${ofPods}`];
}

function unset(amount: string, all: Sized[]): string[] {
  const names = all.filter((one) => counted(one, amount) === undefined).map(({ name }) => name);
  return names.length === 0 ? [] : [`${amount} for: ${names.sort().join(",")}`];
}

function counted({ requests, limits }: Complete, amount: string): string | undefined {
  if (amount === "pods" || amount === "count/pods") return "1";
  const [list, name] = /^(requests|limits)\.(.+)$/.exec(amount)?.slice(1) ?? ["requests", amount];
  return (list === "limits" ? limits : requests)[name as string];
}

function format(name: string, amount: bigint): string {
  if (/cpu$/.test(name)) return `${amount / 1_000_000n}m`;
  const bytes = amount / BigInt(nanosInOne);
  return bytes % 1_048_576n === 0n && bytes > 0n ? `${bytes / 1_048_576n}Mi` : String(bytes);
}
