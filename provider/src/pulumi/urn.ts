// URNs of a component and its children, including those under which the last update knew them.
import * as pulumi from "@pulumi/pulumi";
import { notedOf } from "./undeclared";
import { asOutput, knownOf } from "./value";

/** The component's own URN and those of its aliases: the state has it under one of them. */
export async function urnsOf(component: pulumi.ComponentResource, own = component.urn): Promise<string[]> {
  const urns = await Promise.all([own, ...aliasesOf(component)].map(knownOf));
  return urns.filter((urn) => urn !== undefined);
}

/** The SDK records only explicit aliases; those inherited from parents are left to the engine. */
function aliasesOf(resource: pulumi.Resource): pulumi.Output<string>[] {
  const { __aliases = [], __name = "", __pulumiType = "", __parentResource: parent } = notedOf(resource);
  const own = __aliases.map(asOutput);
  const parentName = (parent && notedOf(parent).__name) ?? "";
  const under = (old: string, type: string, name: string) => childUrn(old, type, followed(name, parentName, old));
  const inherited = (parent === undefined ? [] : aliasesOf(parent)).flatMap((alias) => [
    alias.apply((old) => under(old, __pulumiType, __name)),
    ...own.map((one) => pulumi.all([alias, one]).apply(([old, urn]) => under(old, typeIn(urn), nameIn(urn)))),
  ]);
  return [...own, ...inherited];
}

/** The type without those of its parents. */
const typeIn = (urn: string) => (urn.split("::")[2] ?? "").split("$").at(-1) as string;

/** A child's URN contains its parent's type before its own. */
export function childUrn(urn: string, type: string, name: string): string {
  const end = urn.lastIndexOf("::");
  return `${urn.slice(0, end)}$${type}::${name}`;
}

/** The resource name in a URN. */
export function nameIn(urn: string): string {
  return urn.slice(urn.lastIndexOf("::") + 2);
}

/** By state: its URNs by type, without their names. Each component looks for its children, and a stack may have thousands of resources. */
const urnsByType = new WeakMap<object, Map<string, string[]>>();

const beforeName = (urn: string) => urn.split("::", 3).join("::");

function indexed(state: object): Map<string, string[]> {
  const known = urnsByType.get(state);
  if (known !== undefined) return known;
  const index = new Map<string, string[]>();
  for (const urn of Object.keys(state)) {
    const all = index.get(beforeName(urn)) ?? [];
    index.set(beforeName(urn), all);
    all.push(urn);
  }
  urnsByType.set(state, index);
  return index;
}

/** The children of one type in a state, by the part of their name that follows the component's own name and a slash. */
export function childrenOf<Resource>(state: Record<string, Resource>, urn: string, type: string): [string, Resource][] {
  const own = childUrn(urn, type, `${nameIn(urn)}/`);
  const found = (indexed(state).get(beforeName(own)) ?? []).filter((key) => key.startsWith(own));
  return found.map((key) => [key.slice(own.length), state[key] as Resource]);
}

/**
 * A child's alias for each alias of its component. Without them the engine renames children only in the update that adopts the
 * component's alias, and the next update would delete what that one leaves behind if it fails.
 */
export function aliasesOfChild(
  component: pulumi.Resource | undefined,
  type: string,
  child: string,
): pulumi.Output<string>[] {
  if (component === undefined) return [];
  const { __name = "" } = notedOf(component);
  return aliasesOf(component).map((alias) => alias.apply((urn) => childUrn(urn, type, followed(child, __name, urn))));
}

/** The URNs of a child with this name. The SDK derives children's names from their component's. */
export async function urnsOfChild(component: pulumi.ComponentResource, type: string, child: string): Promise<string[]> {
  const urns = await urnsOf(component);
  const own = nameIn(urns[0] ?? "");
  return urns.map((urn) => childUrn(urn, type, followed(child, own, urn)));
}

/**
 * The engine follows the first that the state has. What the state has under a later one belongs to another resource, or is deleted at
 * the end of the update.
 */
export function followedIn(state: Record<string, unknown>, urns: string[]): string[] {
  const first = urns.find((urn) => state[urn] !== undefined);
  return first === undefined ? urns : [first];
}

/** The former name of a child, when its component was the one of the URN. */
const followed = (child: string, own: string, urn: string) =>
  child.startsWith(own) ? `${nameIn(urn)}${child.slice(own.length)}` : child;
