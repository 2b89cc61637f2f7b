// Whether a component goes by another name or namespace than the last update left it under, and what follows in a library.
import * as pulumi from "@pulumi/pulumi";
import type { Identity } from "./cluster";
import { asOutput, knownOf } from "./combined";
import { type State, stackState } from "./previous";
import { scope } from "./scope";
import { nameIn } from "./urn";

/** Asked before the component is made, as the options of its children must be known at once. */
export async function moves(
  name: string,
  type: string,
  inputs: pulumi.Inputs,
  options: pulumi.ComponentResourceOptions,
): Promise<boolean> {
  const [state, urns, given, place] = await Promise.all([
    stackState().catch((): State => ({})),
    Promise.all(urnsOf(name, type, options).map(knownOf)),
    valueOf(inputs.name, name),
    valueOf(inputs.namespace, "default"),
  ]);
  const urn = urns.find((one) => one !== undefined && state[one] !== undefined);
  return urn !== undefined && hasMoved(state, urn, { name: given, namespace: place });
}

/** Its own, and those that its aliases stand for. */
function urnsOf(name: string, type: string, { parent, aliases = [] }: pulumi.ComponentResourceOptions) {
  const all = Array.isArray(aliases) ? aliases : [];
  return [{ name }, ...all].map((alias) => {
    if (typeof alias === "string" || pulumi.Output.isInstance(alias)) return asOutput(alias as pulumi.Input<string>);
    const { project, stack, ...other } = { name, parent, ...(alias as pulumi.Alias) };
    return pulumi.createUrn(other.name, type, other.parent, project as string, stack as string);
  });
}

/** What is not known yet is undefined. */
function valueOf(input: unknown, otherwise: string): Promise<string | undefined> {
  return knownOf(asOutput(input as pulumi.Input<string | undefined>).apply((value) => value ?? otherwise));
}

interface Place {
  name: string | undefined;
  namespace: string | undefined;
}

/** Pure: each component has an object of its own name as a resource; some sources add to the component's name in the cluster. */
export function hasMoved(state: State, urn: string, now: Place): boolean {
  const own = nameIn(urn);
  const below = `${urn.slice(0, -own.length - 2)}$kubernetes:`;
  const [, main] = Object.entries(state).find(([key]) => key.startsWith(below) && nameIn(key) === own) ?? [];
  const { name, namespace }: Partial<Place> = main?.outputs?.metadata ?? {};
  if (name === undefined || now.name === undefined || now.namespace === undefined) return false;
  return !(name === now.name || name.startsWith(`${now.name}-`)) || namespace !== now.namespace;
}

/**
 * Why the main object of a component may not move: a program that makes its components itself must name a child's options before
 * it knows the state, and there an object that is replaced is deleted first.
 */
export function moveRefusal(object: Identity, urn: string | undefined, state: State): string | undefined {
  if (scope.getStore()?.moves !== undefined) return undefined;
  const { name, namespace }: Partial<Place> = (urn && state[urn]?.outputs?.metadata) || {};
  if (name === undefined || object.namespace === undefined) return undefined;
  if (name === object.name && namespace === object.namespace) return undefined;
  const from = `${object.kind} ${namespace}/${name}`;
  return `${from} would be deleted before ${object.namespace}/${object.name} is made; give the resource another name in the program too: the new one is made first then, and the old one serves until it is ready`;
}
