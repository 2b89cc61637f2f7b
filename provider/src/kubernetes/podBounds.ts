// Whether a namespace can take a Pod at all, by its LimitRanges and ResourceQuotas: in the API server's own words. Pure.
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

type Whole = Required<{ [list in keyof Resources]: Amounts }>;
type Sized = { name: string } & Whole;

/** An entry of a LimitRange. */
interface Range {
  type: string;
  max?: Amounts;
  min?: Amounts;
  default?: Amounts;
  defaultRequest?: Amounts;
}

/**
 * Why the API server would refuse each such Pod, of which `count` run at one time. What others take of a quota is left out, as it may
 * be free by then.
 */
export function refusalsOf(pod: Pod, count: number, { ranges, quotas }: Bounds): string[] {
  const limits: Range[] = ranges.flatMap(({ spec }) => spec?.limits ?? []);
  const ofContainers = limits.filter(({ type }) => type === "Container");
  const [containers, initial] = [pod.containers, pod.initContainers ?? []].map((list) =>
    list.map((one) => defaulted(one, ofContainers)),
  ) as [Sized[], Sized[]];
  const all = [...containers, ...initial];
  const whole = together(containers, initial);
  const words = [
    ...all.flatMap(contradictions),
    ...ofContainers.flatMap((range) => all.flatMap((one) => outside(range, one))),
    ...limits.filter(({ type }) => type === "Pod").flatMap((range) => outside(range, whole)),
    ...quotas.filter(countsPods).flatMap((quota) => overQuota(quota, all, whole, count)),
  ];
  return [...new Set(words)];
}

/** A request that is not given is the limit, then what a LimitRange gives (kubernetes v1.35, plugin/pkg/admission/limitranger). */
function defaulted({ name, resources: { requests, limits = {} } = {} }: Container, ranges: Range[]): Sized {
  const own: Whole = { requests: { ...limits, ...requests }, limits };
  const filled = ranges.reduce(
    (so, range) => ({
      requests: { ...range.defaultRequest, ...so.requests },
      limits: { ...range.default, ...so.limits },
    }),
    own,
  );
  return { name, ...filled };
}

/** A limit that a LimitRange gives may be below the request that the program has. */
function contradictions({ requests, limits }: Sized): string[] {
  return Object.entries(requests).flatMap(([name, request]) => {
    const limit = limits[name];
    const isOver = limit !== undefined && nanos(request) > nanos(limit);
    return isOver ? [`${name} request ${request} must be less than or equal to ${name} limit of ${limit}`] : [];
  });
}

/** Init containers run before the others, one after the other. */
function together(containers: Sized[], initial: Sized[]): Sized {
  const sum = (list: keyof Whole): Amounts => {
    const names = new Set([...containers, ...initial].flatMap((one) => Object.keys(one[list])));
    const of = (name: string) => (one: Sized) => nanos(one[list][name] ?? "0");
    const most = (name: string) => {
      const side = containers.map(of(name)).reduce((all, one) => all + one, 0n);
      return initial.map(of(name)).reduce((highest, one) => (one > highest ? one : highest), side);
    };
    return Object.fromEntries([...names].map((name) => [name, spoken(name, most(name))]));
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

/** Our Pods have requests, and no time limit of their own; whom a priority class or an affinity selects is not known here. */
function countsPods({ spec }: LiveObject): boolean {
  const selected: { scopeName: string }[] = spec?.scopeSelector?.matchExpressions ?? [];
  const scopes: string[] = [...(spec?.scopes ?? []), ...selected.map(({ scopeName }) => scopeName)];
  return scopes.every((one) => ["NotTerminating", "NotBestEffort"].includes(one));
}

/** What a quota counts, each container must say (pkg/quota/v1/evaluator/core/pods.go). */
const mustBeSaid = ["cpu", "limits.cpu", "limits.memory", "memory", "requests.cpu", "requests.memory"];

function overQuota({ metadata: { name }, spec }: LiveObject, all: Sized[], whole: Sized, count: number): string[] {
  const hard: Amounts = spec?.hard ?? {};
  const missing = mustBeSaid
    .filter((amount) => hard[amount] !== undefined)
    .map(
      (amount) =>
        [
          amount,
          all
            .filter((one) => counted(one, amount) === undefined)
            .map((one) => one.name)
            .sort(),
        ] as const,
    )
    .filter(([, names]) => names.length > 0)
    .map(([amount, names]) => `${amount} for: ${names.join(",")}`);
  if (missing.length > 0) return [`failed quota: ${name}: must specify ${missing.join("; ")}`];
  const over = Object.entries(hard)
    .sort()
    .flatMap(([amount, bound]) => {
      const asked = BigInt(count) * nanos(counted(whole, amount) ?? "0");
      return asked > nanos(bound)
        ? [{ requested: `${amount}=${spoken(amount, asked)}`, limited: `${amount}=${bound}` }]
        : [];
    });
  if (over.length === 0) return [];
  const lists = (["requested", "limited"] as const).map((list) => `${list}: ${over.map((one) => one[list]).join(",")}`);
  return [`exceeded quota: ${name}, ${lists.join(", ")}${count > 1 ? ` of ${count} Pods` : ""}`];
}

function counted({ requests, limits }: Whole, amount: string): string | undefined {
  if (amount === "pods" || amount === "count/pods") return "1";
  const [list, name] = /^(requests|limits)\.(.+)$/.exec(amount)?.slice(1) ?? ["requests", amount];
  return (list === "limits" ? limits : requests)[name as string];
}

function spoken(name: string, amount: bigint): string {
  if (/cpu$/.test(name)) return `${amount / 1_000_000n}m`;
  const whole = amount / BigInt(nanosInOne);
  return whole % 1_048_576n === 0n && whole > 0n ? `${whole / 1_048_576n}Mi` : String(whole);
}
