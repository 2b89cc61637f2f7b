// Warns of references in `env` that Kubernetes does not expand: cycles, and names of no variable.
import * as pulumi from "@pulumi/pulumi";
import { nearest } from "../../input/nearest";
import { knownTexts, namesIn } from "../../kubernetes/variables";
import { log } from "../../pulumi/log";
import { asOutput, isLater, knownOf } from "../../pulumi/value";
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

/** Each container with the path of its properties. */
function containersOf({ pod, ...own }: FunctionSpec): [string, Container][] {
  const extra = (["initContainers", "sidecars"] as const).flatMap((list) =>
    (pod[list] ?? []).map((container, index): [string, Container] => [`pod.${list}.${index}.`, container]),
  );
  return [["", own], ...extra];
}

/** Undefined if not all names are known: `envFrom` may add any, and those are expanded (kubelet v1.35, makeEnvironmentVariables). */
async function environmentOf({ env = {}, envFrom = [], envValueFrom = {}, secrets = {} }: Container) {
  const [own, hidden] = await Promise.all([knownNames(env), knownNames(secrets)]);
  if (own === undefined || hidden === undefined || envFrom.length > 0) return undefined;
  return { texts: await clearTexts(own), others: [...Object.keys(envValueFrom), ...Object.keys(hidden)] };
}

type Values = Record<string, pulumi.Input<string>>;

/** The map with its names; each value may still be unknown. */
async function knownNames(map: pulumi.Input<Values>): Promise<Values | undefined> {
  return isLater(map) ? knownOf(asOutput(map)) : map;
}

/** Secret values count as unknown, as a warning would reveal a name in them. */
async function clearTexts(env: Values): Promise<Texts> {
  const isSecret = async ([name, value]: [string, pulumi.Input<string>]) =>
    [name, await pulumi.isSecret(asOutput(value))] as const;
  const [texts, secrets] = await Promise.all([knownTexts(env), Promise.all(Object.entries(env).map(isSecret))]);
  return { ...texts, ...Object.fromEntries(secrets.filter(([, is]) => is).map(([name]) => [name, undefined])) };
}

type Texts = Record<string, string | undefined>;

/** Pure. `others` are the variables whose values are not in `env`. */
export function expansionDoubts(texts: Texts, others: string[]): string[] {
  const own = Object.keys(texts).sort();
  const needs = new Map(own.map((name) => [name, [...new Set(namesIn(texts[name]))]]));
  const known = new Set([...own, ...others]);
  const unknown = [...needs].flatMap(([name, named]) =>
    named
      .filter((one) => !known.has(one) && !isOfService.test(one))
      .flatMap((one) => unknownName(name, one, [...known])),
  );
  return [...cycles(needs).map(cycle), ...unknown];
}

function cycle([first = "", ...others]: string[]): string {
  const path = others.length === 0 ? "itself" : `itself via ${others.join(", ")}`;
  const text = `$(${others[0] ?? first})`;
  return `env.${first}: refers to ${path}, and Kubernetes does not expand cycles, so ${text} stays as it is; write the value out, or $${text} for the literal text`;
}

/** serving v0.50, pkg/reconciler/revision/resources/deploy.go and env_var.go. */
const ofKnative = ["PORT", "K_SERVICE", "K_CONFIGURATION", "K_REVISION"];

/** Variables that Kubernetes sets for each Service of the namespace, if `enableServiceLinks` is on. */
const isOfService = /^[A-Z][A-Z0-9_]*_(SERVICE_(HOST|PORT(_[A-Z0-9_]+)?)|PORT(_\d+_[A-Z]+(_(PROTO|PORT|ADDR))?)?)$/;

/** Other names are rarely variables, but commands for a shell, as in `echo $(date)`. */
const looksLikeVariable = /^[A-Z_][A-Z0-9_]*$/;

/** At most one letter longer or shorter: many commands are the beginning or the end of some variable's name. */
const isTypo = (name: string, guess: string | undefined) =>
  guess !== undefined && Math.abs(guess.length - name.length) <= 1;

/** Empty for names that are most likely literal text. */
function unknownName(name: string, named: string, known: string[]): string[] {
  const text = `$(${named})`;
  const why = ofKnative.includes(named)
    ? "is set by Knative after these variables"
    : "is in none of env, envValueFrom and secrets";
  const others = known.filter((one) => one !== name);
  const guess = nearest(named, others);
  if (!looksLikeVariable.test(named) && !isTypo(named, guess)) return [];
  const meant = guess === undefined ? "" : `did you mean $(${guess})? Otherwise `;
  const line = `env.${name}: ${named} ${why}, so ${text} stays as it is; ${meant}write $${text} for the literal text`;
  return [line];
}

type Needs = Map<string, string[]>;

/** A depth-first walk from each name to those that it needs: the current path, the finished names, and the cycles so far. */
interface Walk {
  needs: Needs;
  path: Set<string>;
  done: Set<string>;
  found: string[][];
}

/** One for each name that refers back to one on its path. Not recursive, as a chain may be long. */
function cycles(needs: Needs): string[][] {
  const walk: Walk = { needs, path: new Set(), done: new Set(), found: [] };
  // Each name stays on the stack until those that it needs are done.
  const stack = [...needs.keys()].reverse();
  for (let one = stack.at(-1); one !== undefined; one = stack.at(-1)) {
    if (walk.path.has(one) || walk.done.has(one)) leave(walk, stack.pop() as string);
    else stack.push(...enter(walk, one));
  }
  return walk.found;
}

function leave({ path, done }: Walk, one: string): void {
  path.delete(one);
  done.add(one);
}

/** Returns the names that come next. */
function enter({ needs, path, done, found }: Walk, one: string): string[] {
  path.add(one);
  const needed = needs.get(one) ?? [];
  for (const other of needed.filter((name) => path.has(name))) found.push(from(path, other));
  return needed.filter((name) => needs.has(name) && !path.has(name) && !done.has(name)).reverse();
}

function from(path: Set<string>, one: string): string[] {
  const names = [...path];
  return names.slice(names.indexOf(one));
}
