// Random valid arguments of each component: properties are added as long as no rule is broken.
import type { z } from "zod";
import { rules } from "../../provider/generate/wrong";
import { faces } from "../../provider/src/faces";
import { InvalidArgs, type Problem } from "../../provider/src/input/problems";
import { validate } from "../../provider/src/input/validate";
import { knownKeys } from "../../provider/src/knative/configmaps";
import { featureFlags } from "../../provider/src/knative/knativeFlags";
import { functionCases } from "../unit/functionCases";
import { scaling, triggers } from "../unit/sourceCases";
import type { Chance } from "./chance";
import { valueOf } from "./values";

// biome-ignore lint/suspicious/noExplicitAny: arguments of any component
export type Args = Record<string, any>;

export const components = ["Function", "EventSource", "Broker", "Flow", "Knative"] as const;
export type Component = (typeof components)[number];

const image = `127.0.0.1:9/hello@sha256:${"a".repeat(64)}`;

/** Minimal valid arguments of each component. */
const bases: Record<Component, Args[]> = {
  Function: [{ image }],
  EventSource: [{ cron: { schedule: "@daily" }, sink: { url: "http://nowhere" } }],
  Broker: [{}],
  Flow: [{ channel: {} }, { transform: { jsonata: "{}" } }],
  Knative: [{ domain: "faas.example.com" }],
};

/** What is read, built, fetched or requested from others: the tests about it create it. */
const elsewhere: Record<Component, string[]> = {
  Function: ["source", "dockerfile", "release", "require", "registry", "registryLogin"],
  EventSource: ["registry"],
  Broker: [],
  Flow: [],
  Knative: ["manifests", "existing", "extensions"],
};

export function schemaOf(component: Component): z.ZodObject {
  return faces.find(({ name }) => name === component)?.args as z.ZodObject;
}

/** The problems of arguments, at their paths. */
export function problemsOf(component: Component, args: Args): Problem[] {
  try {
    validate(component, schemaOf(component), args, rules[component]);
    return [];
  } catch (error) {
    if (error instanceof InvalidArgs) return error.problems;
    throw error;
  }
}

const sink = { function: "audit" };

/**
 * Cases of the golden files: large and valid, which random arguments rarely are. Those that build a program of this package are omitted.
 */
const rich: Partial<Record<Component, Args[]>> = {
  Function: [
    ...Object.values(functionCases),
    ...Object.values(scaling),
    ...Object.values(triggers).map((all) => ({ triggers: all })),
  ]
    .map((args) => ({ image, ...args }))
    .filter((args) => problemsOf("Function", args).length === 0),
  EventSource: [
    ...Object.values(triggers.redis?.redis ?? {}).map((redis) => ({ redis, sink })),
    ...Object.values(triggers.mqtt?.mqtt ?? {}).map((mqtt) => ({ mqtt, sink })),
  ],
};

/** By the seed. `size` is how many properties are tried. */
export function rightArguments(component: Component, chance: Chance, size = chance.whole(1, 6)): Args {
  const { shape } = schemaOf(component);
  const group = schemaOf(component).meta()?.oneOf ?? [];
  const all = Object.keys(shape).filter((name) => !elsewhere[component].includes(name) && !group.includes(name));
  const names = chance.some(all, size);
  // A property with several alternatives is one of these.
  if (group.length > 0 && chance.is(0.7)) names.unshift(chance.pick(group));
  let args = chance.pick(chance.is(0.4) ? (rich[component] ?? bases[component]) : bases[component]);
  for (const name of names) {
    const rest = Object.fromEntries(
      Object.entries(args).filter(([key]) => !group.includes(name) || !group.includes(key)),
    );
    const value = made(component, name, chance) ?? valueOf(shape[name] as z.ZodType, chance, 1);
    args = mended(component, { ...rest, [name]: value }) ?? args;
  }
  return args;
}

/** Removes what is reported as wrong, as random values violate many rules at once; undefined if that does not help. */
function mended(component: Component, args: Args): Args | undefined {
  const copy = structuredClone(args);
  for (let tries = 0; tries < 8; tries++) {
    const [problem] = problemsOf(component, copy);
    if (problem === undefined) return copy;
    const path = problem.propertyPath.replace(/\[(\d+)\]/g, ".$1").split(".");
    if (!removed(copy, path)) return undefined;
  }
  return undefined;
}

/** Removes the value at the path, or the one that should contain it. */
function removed(owner: Args, [name = "", ...rest]: string[]): boolean {
  if (!Object.hasOwn(owner, name)) return false;
  const inner = owner[name];
  if (rest.length > 0 && inner !== null && typeof inner === "object" && removed(inner, rest)) return true;
  if (Array.isArray(owner)) owner.splice(Number(name), 1);
  else delete owner[name];
  return true;
}

const settings = [
  "60s",
  "10",
  "true",
  "false",
  "0.5",
  "enabled",
  "",
  "-5",
  "maybe",
  "1s",
  "2h",
  "100m",
  "{}",
  "a: b",
  "1e3",
];

/** Maps with known keys, which random keys would never match. */
function made(component: Component, name: string, chance: Chance): unknown {
  if (component !== "Knative") return undefined;
  const some = (keys: readonly string[], values: readonly string[]) =>
    Object.fromEntries(chance.some(keys, chance.whole(1, 3)).map((key) => [key, chance.pick(values)]));
  if (name === "features") return some(featureFlags, ["enabled", "disabled", "allowed", "AllowRootBounded"]);
  if (name !== "config") return undefined;
  const maps = (Object.keys(knownKeys) as (keyof typeof knownKeys)[]).filter((map) => knownKeys[map].length > 0);
  return Object.fromEntries(chance.some(maps, 2).map((map) => [map, some(knownKeys[map], settings)]));
}
