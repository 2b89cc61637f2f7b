// The functions of a stack that a command was called for.
import { nearest } from "../input/nearest";
import { CommandFailure } from "./commandErrors";
import { pulumiJson, type StackChoice } from "./pulumiCommand";
import { functionsIn, resourcesIn, type StackFunction, type StateResource } from "./stackState";

/** Those with the names, or all of them if no name is given. */
export async function chosenFunctions(choice: StackChoice, names: string[]): Promise<StackFunction[]> {
  const all = functionsIn(await stackResources(choice));
  if (all.length === 0) throw new CommandFailure("the stack has no functions yet; run `pulumi up`");
  return named(all, names);
}

/** Secrets are included, because a kubeconfig usually is one. */
export async function stackResources(choice: StackChoice): Promise<StateResource[]> {
  return resourcesIn(await pulumiJson(choice, ["stack", "export", "--show-secrets"]));
}

/** Those with the names, or all of them if no name is given. Pure. */
export function named<One extends Named>(all: One[], names: string[]): One[] {
  const mistakes = names.filter((name) => !all.some(isNamed(name))).map((name) => unknown(name, all));
  if (mistakes.length > 0) throw new CommandFailure(mistakes.join("\n"));
  return names.length === 0 ? all : all.filter((one) => names.some((name) => isNamed(name)(one)));
}

type Named = Pick<StackFunction, "name"> & Partial<Pick<StackFunction, "service">>;

/** By the name of its resource, or that of its Knative Service. */
const isNamed = (wanted: string) => (one: Named) => one.name === wanted || one.service === wanted;

function unknown(name: string, all: Named[]): string {
  const known = all.map((one) => one.name);
  if (known.length === 0) return `the stack has no function ${JSON.stringify(name)}; it has none yet`;
  const guess = nearest(name, known);
  const advice = guess === undefined ? `it has ${known.join(", ")}` : `did you mean ${guess}?`;
  return `the stack has no function ${JSON.stringify(name)}; ${advice}`;
}
