// URNs of a component and of its children, also those under which the last update knew them.
import * as pulumi from "@pulumi/pulumi";
import { asOutput, knownOf } from "./combined";

/** What the SDK notes of a resource, without declaring it. Of one of another process it knows the URN alone. */
interface Noted {
  __aliases?: pulumi.Input<string>[];
  __name?: string;
  __pulumiType?: string;
  __parentResource?: pulumi.Resource;
}

/** Its own and those of its aliases: under one of them the state has it. */
export async function urnsOf(component: pulumi.ComponentResource, own = component.urn): Promise<string[]> {
  const urns = await Promise.all([own, ...aliasesOf(component)].map(knownOf));
  return urns.filter((urn) => urn !== undefined);
}

/** The SDK notes those alone that are given: those that follow from its parent's, and so on, are left to the engine. */
function aliasesOf(resource: pulumi.Resource): pulumi.Output<string>[] {
  const { __aliases = [], __name = "", __pulumiType = "", __parentResource: parent } = resource as unknown as Noted;
  const own = __aliases.map(asOutput);
  const { __name: parentName = "" } = (parent ?? {}) as Noted;
  const under = (old: string, type: string, name: string) => childUrn(old, type, followed(name, parentName, old));
  const inherited = (parent === undefined ? [] : aliasesOf(parent)).flatMap((alias) => [
    alias.apply((old) => under(old, __pulumiType, __name)),
    ...own.map((one) => pulumi.all([alias, one]).apply(([old, urn]) => under(old, typeIn(urn), nameIn(urn)))),
  ]);
  return [...own, ...inherited];
}

/** Without those of its parents. */
const typeIn = (urn: string) => (urn.split("::")[2] ?? "").split("$").at(-1) as string;

/** A child's URN has the type of its parent before its own. */
export function childUrn(urn: string, type: string, name: string): string {
  const end = urn.lastIndexOf("::");
  return `${urn.slice(0, end)}$${type}::${name}`;
}

/** What a URN calls the resource. */
export function nameIn(urn: string): string {
  return urn.slice(urn.lastIndexOf("::") + 2);
}

/** By what they are called behind the component's own name and a slash, the children of one type that a state has. */
export function childrenOf<Resource>(state: Record<string, Resource>, urn: string, type: string): [string, Resource][] {
  const start = childUrn(urn, type, `${nameIn(urn)}/`);
  const found = Object.entries(state).filter(([key]) => key.startsWith(start));
  return found.map(([key, resource]) => [key.slice(start.length), resource]);
}

/**
 * An alias of a child for each of its component. Without them the engine lets children follow only in the update that takes up the
 * component's alias: what that one leaves behind when it fails would be deleted by the next.
 */
export function aliasesOfChild(
  component: pulumi.Resource | undefined,
  type: string,
  child: string,
): pulumi.Output<string>[] {
  if (component === undefined) return [];
  const { __name = "" } = component as Noted;
  return aliasesOf(component).map((alias) => alias.apply((urn) => childUrn(urn, type, followed(child, __name, urn))));
}

/** Those of a child that the component of this name calls so. The SDK lets children's names follow their component's. */
export async function urnsOfChild(component: pulumi.ComponentResource, type: string, child: string): Promise<string[]> {
  const urns = await urnsOf(component);
  const own = nameIn(urns[0] ?? "");
  return urns.map((urn) => childUrn(urn, type, followed(child, own, urn)));
}

/**
 * The engine goes on with the first that the state has. What the state has under a later one is of another resource, or deleted
 * at the end of the update.
 */
export function followedIn(state: Record<string, unknown>, urns: string[]): string[] {
  const first = urns.find((urn) => state[urn] !== undefined);
  return first === undefined ? urns : [first];
}

/** What a child of a component of this name was called when its component was that of the URN. */
const followed = (child: string, own: string, urn: string) =>
  child.startsWith(own) ? `${nameIn(urn)}${child.slice(own.length)}` : child;
