// Names in the values of `env` that Kubernetes leaves as they stand: those in a circle, and those of no variable.
import * as pulumi from "@pulumi/pulumi";
import { nearest } from "../../input/nearest";
import { knownTexts, namesIn } from "../../kubernetes/variables";
import { asOutput, knownOf } from "../../pulumi/combined";
import { log } from "../../pulumi/log";
import type { FunctionArgs } from "../functionArgs.gen";
import type { FunctionSpec } from "../functionSpec";

type Container = Pick<FunctionArgs, "env" | "envFrom" | "envValueFrom" | "secrets">;

export async function warnExpansion(component: pulumi.Resource, spec: FunctionSpec): Promise<void> {
  for (const [path, container] of containersOf(spec)) {
    const known = await environmentOf(container).catch(() => undefined);
    const doubts = known === undefined ? [] : expansionDoubts(known.texts, known.others);
    for (const line of doubts) void log.warn(path + line, component);
  }
}

/** Each with where its properties stand. */
function containersOf({ pod, ...own }: FunctionSpec): [string, Container][] {
  const beside = (["initContainers", "sidecars"] as const).flatMap((list) =>
    (pod[list] ?? []).map((container, index): [string, Container] => [`pod.${list}.${index}.`, container]),
  );
  return [["", own], ...beside];
}

/** Undefined where nobody knows all names: `envFrom` may bring any, and what it brings expands (kubelet v1.35, makeEnvironmentVariables). */
async function environmentOf({ env = {}, envFrom = [], envValueFrom = {}, secrets = {} }: Container) {
  const [own, hidden] = await Promise.all([knownNames(env), knownNames(secrets)]);
  if (own === undefined || hidden === undefined || envFrom.length > 0) return undefined;
  return { texts: await clearTexts(own), others: [...Object.keys(envValueFrom), ...Object.keys(hidden)] };
}

type Values = Record<string, pulumi.Input<string>>;

/** The map with its names; each value may still be unknown. */
async function knownNames(map: pulumi.Input<Values>): Promise<Values | undefined> {
  return pulumi.Output.isInstance(map) || map instanceof Promise ? knownOf(asOutput(map)) : map;
}

/** What is secret is taken for unknown, as a name in it would be told. */
async function clearTexts(env: Values): Promise<Texts> {
  const isSecret = async ([name, value]: [string, pulumi.Input<string>]) =>
    [name, await pulumi.isSecret(asOutput(value))] as const;
  const [texts, secrets] = await Promise.all([knownTexts(env), Promise.all(Object.entries(env).map(isSecret))]);
  return { ...texts, ...Object.fromEntries(secrets.filter(([, is]) => is).map(([name]) => [name, undefined])) };
}

type Texts = Record<string, string | undefined>;

/** Pure. `others` are the variables whose values do not stand in `env`. */
export function expansionDoubts(texts: Texts, others: string[]): string[] {
  const own = Object.keys(texts).sort();
  const needs = new Map(own.map((name) => [name, [...new Set(namesIn(texts[name]))]]));
  const known = new Set([...own, ...others]);
  const strangers = [...needs].flatMap(([name, named]) =>
    named.filter((one) => !known.has(one) && !isOfService.test(one)).flatMap((one) => stranger(name, one, [...known])),
  );
  return [...circles(needs).map(circle), ...strangers];
}

function circle([first = "", ...others]: string[]): string {
  const way = others.length === 0 ? "itself" : `itself, by way of ${others.join(", ")}`;
  const text = `$(${others[0] ?? first})`;
  return `env.${first}: names ${way}, and Kubernetes expands no such circle: ${text} stays as it stands; write the value out, or $${text} where the text is meant`;
}

/** serving v0.50, pkg/reconciler/revision/resources/deploy.go and env_var.go. */
const ofKnative = ["PORT", "K_SERVICE", "K_CONFIGURATION", "K_REVISION"];

/** What Kubernetes tells of each Service of the namespace, where `enableServiceLinks` is on. */
const isOfService = /^[A-Z][A-Z0-9_]*_(SERVICE_(HOST|PORT(_[A-Z0-9_]+)?)|PORT(_\d+_[A-Z]+(_(PROTO|PORT|ADDR))?)?)$/;

/** Other names are as good as never a variable's: they are commands that a shell is to run, as in `echo $(date)`. */
const looksLikeVariable = /^[A-Z_][A-Z0-9_]*$/;

/** No more than a letter apart: many a command is the beginning or the end of some variable's name. */
const isTypo = (name: string, guess: string | undefined) =>
  guess !== undefined && Math.abs(guess.length - name.length) <= 1;

/** Nothing of what is most likely meant as text. */
function stranger(name: string, named: string, known: string[]): string[] {
  const text = `$(${named})`;
  const why = ofKnative.includes(named)
    ? "is set by Knative behind these variables"
    : "is none of env, envValueFrom and secrets";
  const others = known.filter((one) => one !== name);
  const guess = nearest(named, others);
  if (!looksLikeVariable.test(named) && !isTypo(named, guess)) return [];
  const meant = guess === undefined ? "" : `did you mean $(${guess})? Else `;
  const line = `env.${name}: ${named} ${why}, so ${text} stays as it stands; ${meant}write $${text} where the text is meant`;
  return [line];
}

type Needs = Map<string, string[]>;

/** A walk from each name to those that it needs: the way to where it stands, what it has left, and the circles so far. */
interface Walk {
  needs: Needs;
  way: Set<string>;
  done: Set<string>;
  found: string[][];
}

/** One for each name that leads back to one before it. No recursion, as a chain may be long. */
function circles(needs: Needs): string[][] {
  const walk: Walk = { needs, way: new Set(), done: new Set(), found: [] };
  // Each name stands on the stack until those that it needs are done.
  const open = [...needs.keys()].reverse();
  for (let one = open.at(-1); one !== undefined; one = open.at(-1)) {
    if (walk.way.has(one) || walk.done.has(one)) leave(walk, open.pop() as string);
    else open.push(...entered(walk, one));
  }
  return walk.found;
}

function leave({ way, done }: Walk, one: string): void {
  way.delete(one);
  done.add(one);
}

/** Returns the names that come next. */
function entered({ needs, way, done, found }: Walk, one: string): string[] {
  way.add(one);
  const needed = needs.get(one) ?? [];
  for (const other of needed.filter((name) => way.has(name))) found.push(from(way, other));
  return needed.filter((name) => needs.has(name) && !way.has(name) && !done.has(name)).reverse();
}

function from(way: Set<string>, one: string): string[] {
  const names = [...way];
  return names.slice(names.indexOf(one));
}
