// Whether a component has another name or namespace than after the last update, and why a library program may not move it.
import * as pulumi from "@pulumi/pulumi";
import type { Identity } from "../cluster/cluster";
import { defaultNamespace } from "../cluster/namespace";
import { kubernetesProvider } from "../cluster/provider";
import { type State, stackState } from "../pulumi/previous";
import { scope } from "../pulumi/scope";
import { notedOf } from "../pulumi/undeclared";
import { nameIn, urnsOf } from "../pulumi/urn";
import { asOutput, combined, knownOf, type Value } from "../pulumi/value";

export interface Whereabouts {
  state: State;
  /** The component's URN in the state. */
  urn: string | undefined;
  /** In the cluster; undefined if not known yet. */
  name: string | undefined;
  namespace: string | undefined;
}

/** What is known about a component before it is registered. */
export interface Unregistered {
  name: string;
  inputs: pulumi.Inputs;
  /** Its own URN, and those under which the state may have it instead. */
  urns: Promise<(string | undefined)[]>;
  provider: pulumi.ProviderResource | undefined;
}

export async function whereabouts({ name, inputs, urns, provider }: Unregistered): Promise<Whereabouts> {
  const [state, all, given, place] = await Promise.all([
    stackState().catch((): State => ({})),
    urns,
    valueOf(inputs.name, name),
    valueOf(inputs.namespace, defaultNamespace(provider)),
  ]);
  const urn = all.find((one) => one !== undefined && state[one] !== undefined);
  return { state, urn, name: given, namespace: place };
}

/** `urn` is the URN that the component will get: it has none before it is registered. */
export function ofComponent(component: pulumi.ComponentResource, inputs: pulumi.Inputs, urn: pulumi.Output<string>) {
  const { __name: name = "" } = notedOf(component);
  return { name, inputs, urns: urnsOf(component, urn), provider: component.getProvider(kubernetesProvider) };
}

/** Before the component is created: the engine passes a plugin known aliases, and providers by package. */
export function ofRequest(
  name: string,
  type: string,
  inputs: pulumi.Inputs,
  options: pulumi.ComponentResourceOptions,
): Unregistered {
  const { kubernetes: provider } = (options.providers ?? {}) as Record<string, pulumi.ProviderResource>;
  return { name, inputs, urns: Promise.all(requestedUrns(name, type, options).map(knownOf)), provider };
}

/** Synchronous, because the options of its children must be known immediately. */
export const moves = ({ state, urn, name, namespace }: Whereabouts): boolean =>
  urn !== undefined && hasMoved(state, urn, { name, namespace });

function requestedUrns(name: string, type: string, { parent, aliases = [] }: pulumi.ComponentResourceOptions) {
  return [{ name }, ...(aliases as (string | pulumi.Alias)[])].map((alias) => {
    if (typeof alias === "string") return pulumi.output(alias);
    const { project, stack, ...other } = { name, parent, ...alias };
    return pulumi.createUrn(other.name, type, other.parent, project as string, stack as string);
  });
}

/** Undefined if not known yet. */
function valueOf(input: unknown, otherwise: pulumi.Input<string>): Promise<string | undefined> {
  return knownOf(asOutput(combined([input as Value<string | undefined>], (given) => given ?? otherwise)));
}

interface Place {
  name: string | undefined;
  namespace: string | undefined;
}

/** Pure: each component has an object whose resource name is its own; some sources append to the component's name in the cluster. */
export function hasMoved(state: State, urn: string, now: Place): boolean {
  const own = nameIn(urn);
  const below = `${urn.slice(0, -own.length - 2)}$kubernetes:`;
  const [, main] = Object.entries(state).find(([key]) => key.startsWith(below) && nameIn(key) === own) ?? [];
  const { name, namespace }: Partial<Place> = main?.outputs?.metadata ?? {};
  if (name === undefined || now.name === undefined || now.namespace === undefined) return false;
  return !(name === now.name || name.startsWith(`${now.name}-`)) || namespace !== now.namespace;
}

/**
 * Why the main object of a component may not move. A program that creates its components itself must set a child's options before
 * it knows the state, and then a replaced object is deleted first.
 */
export function moveRefusal(object: Identity, urn: string | undefined, state: State): string | undefined {
  if (scope.getStore()?.moves !== undefined) return undefined;
  const { name, namespace }: Partial<Place> = (urn && state[urn]?.outputs?.metadata) || {};
  if (name === undefined || object.namespace === undefined) return undefined;
  if (name === object.name && namespace === object.namespace) return undefined;
  const from = `${object.kind} ${namespace}/${name}`;
  return `${from} would be deleted before ${object.namespace}/${object.name} is created; rename the resource in the program too: then the new one is created first, and the old one serves until it is ready`;
}
