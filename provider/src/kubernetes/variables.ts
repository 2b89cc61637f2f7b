// The environment of a container as a list: sorted by name, but each variable after those that its value refers to. Pure.
import { type Input, output } from "@pulumi/pulumi";
import { filled, given } from "../input/given";
import { asOutput, hasLater, isLater, knownOf, optional, type Value } from "../pulumi/value";
import type { EnvVarSource } from "./objectTypes";

export interface Variable {
  name: string;
  value?: Input<string>;
  valueFrom?: EnvVarSource;
}

type Values = Record<string, Input<string>>;
type Sources = Record<string, EnvVarSource>;

/**
 * The order in which a program sets variables creates no new revision. In a preview, a value that is not known yet refers to
 * nothing.
 */
export function variables(env: Input<Values>, from: Sources): { env?: Value<Variable[]> } {
  if (isLater(env)) return { env: optional(output(env).apply((map) => filled(ordered(map, from, map)))) };
  if (!hasLater(env)) return given({ env: filled(ordered(env, from, env as Record<string, string>)) });
  return { env: output(knownTexts(env)).apply((texts) => ordered(env, from, texts)) };
}

/** Undefined for values that a preview does not know yet. */
export async function knownTexts(env: Values): Promise<Record<string, string | undefined>> {
  const known = Object.entries(env).map(async ([name, value]) => [name, await knownOf(asOutput(value))] as const);
  return Object.fromEntries(await Promise.all(known));
}

function ordered(env: Values, from: Sources, texts: Record<string, string | undefined>): Variable[] {
  const names = (map: object) => Object.keys(map).sort();
  const all: Variable[] = [
    ...names(env).map((name) => ({ name, value: env[name] as Input<string> })),
    ...names(from).map((name) => ({ name, valueFrom: from[name] as EnvVarSource })),
  ];
  const byName = new Map(all.map((variable) => [variable.name, variable]));
  const textOf = (name: string) => (Object.hasOwn(texts, name) ? texts[name] : undefined);
  return behind(all, ({ name }) => namesIn(textOf(name)).flatMap((other) => byName.get(other) ?? []));
}

/** The names that Kubernetes expands, if those variables come earlier; `$$` is an escaped dollar sign. */
export function namesIn(text: string | undefined): string[] {
  const found = [...(text ?? "").matchAll(/\$\$|\$\(([-._a-zA-Z0-9]+)\)/g)];
  return found.flatMap(([, name]) => name ?? []);
}

/** Places each item after those that it needs, and cuts circles where they close. Iterative, because a chain may be long. */
function behind<T>(all: T[], needs: (one: T) => T[]): T[] {
  const begun = new Set<T>();
  const done = new Set<T>();
  // The item on top waits for those pushed above it.
  const open = [...all].reverse();
  for (let one = open.at(-1); one !== undefined; one = open.at(-1)) {
    if (begun.has(one)) done.add(open.pop() as T);
    else open.push(...begunWith(one));
  }
  return [...done];

  function begunWith(one: T): T[] {
    begun.add(one);
    return needs(one)
      .filter((other) => !begun.has(other))
      .reverse();
  }
}
