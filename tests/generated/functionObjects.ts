// Function objects for comparisons: random valid ones, and each known mistake, with the corresponding arguments of the component.

import type { FunctionArgs } from "../../provider/src/function/functionArgs.gen";
import { functionKind, omitted } from "../../provider/src/function/functionObject";
import { functionArgs } from "../../provider/src/function/functionSchema";
import { coerce } from "../../provider/src/input/meant";
import { malformedFunctions } from "../cluster/malformedFunctions";
import { type Args, problemsOf, rightArguments } from "./arguments";
import { Chance } from "./chance";

export const namespace = "function-verdicts";

export interface Candidate {
  /** The seed of a valid one, or the mistake. */
  what: string;
  object: { metadata: { name: string; namespace: string }; spec: Args };
  args: FunctionArgs;
}

/** The requested number of valid ones, the same ones for the same seed. */
export function rightFunctions(seed: number, count: number): Candidate[] {
  const found: Candidate[] = [];
  for (let index = 0; found.length < count; index++) {
    const chance = new Chance(seed * 100_003 + index);
    const spec = inCluster(rightArguments("Function", chance, chance.whole(2, 12)));
    const right = candidate(`right ${seed}/${index}`, `right-${index}`, spec);
    if (problemsOf("Function", right.args).length === 0) found.push(right);
  }
  return found;
}

/** Arguments that only the component has. */
const ofComponent = /^not in a Function/;

/** The component converts a number in a map of strings, as YAML has them; the API server does not. */
const isMeant = ({ args }: Candidate) => JSON.stringify(coerce(functionArgs, args)) !== JSON.stringify(args);

/** Every rule of the component with what violates it, and a number of mutations of the schema's values. */
export function wrongFunctions(seed: number, count: number): Candidate[] {
  return malformedFunctions(count, seed)
    .filter(({ what }) => !ofComponent.test(what))
    .map(({ what, object }) => candidate(what, object.metadata.name, withAccounts(object.spec)))
    .filter((one) => !isMeant(one));
}

/** The name is unchanged even if it is the mistake. */
function candidate(what: string, name: string, spec: Args): Candidate {
  const place = { name, namespace };
  return { what, object: { ...functionKind, metadata: place, spec }, args: { ...spec, ...place } };
}

/** Without what a cluster does not have, and with what it requires: images of this project's programs, accounts that may watch. */
function inCluster(args: Args): Args {
  const spec = structuredClone(args);
  for (const path of Object.keys(omitted)) removed(spec, path.replace(/\[\]/g, ".NAME").split("."));
  for (const kind of ["mqtt", "redis"])
    for (const one of Object.values(spec.triggers?.[kind] ?? {}) as Args[]) one.image ??= spec.image;
  return withAccounts(spec);
}

/** The component creates an account with rights if none is named; the controller grants nobody any. */
function withAccounts(spec: Args): Args {
  const given = spec?.triggers?.apiServer;
  if (given === null || typeof given !== "object") return spec;
  const named = (one: unknown) =>
    one !== null && typeof one === "object" && !Array.isArray(one) ? { serviceAccount: "watcher", ...one } : one;
  const watched = Array.isArray(given)
    ? given
    : Object.fromEntries(Object.entries(given).map(([key, one]) => [key, named(one)]));
  return { ...spec, triggers: { ...spec.triggers, apiServer: watched } };
}

function removed(owner: unknown, [name, ...rest]: string[]): void {
  if (owner === null || typeof owner !== "object" || name === undefined) return;
  const holder = owner as Args;
  if (rest.length === 0) delete holder[name];
  else if (name === "NAME") for (const inner of Object.values(holder)) removed(inner, rest);
  else removed(holder[name], rest);
}
