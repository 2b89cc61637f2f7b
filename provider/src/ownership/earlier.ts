// Finds objects that an earlier stack of the same name left under a component's names. Runs before an update registers the component: once
// the component is in the state, those objects look the same as ones created by an update that died.
import type * as pulumi from "@pulumi/pulumi";
import { type Identity, type LiveObject, query } from "../cluster/cluster";
import { Failure } from "../input/problems";
import { type Manifest, token } from "../kubernetes/kubernetesObject";
import { backendMark } from "../pulumi/backend";
import type { State } from "../pulumi/previous";
import { childUrn, nameIn } from "../pulumi/urn";
import { asOutput, ignoreRejections, knownOf } from "../pulumi/value";
import { isOwn } from "./marks";
import { moves, ofComponent, type Whereabouts, whereabouts } from "./moves";
import { refusalOf } from "./refusals";

/** The objects that a kind of component creates, and the error if an earlier stack left one of them. */
export interface Makes {
  /** From the arguments as the user set them, with a name and a namespace. The name may be an Output. */
  // biome-ignore lint/suspicious/noExplicitAny: the arguments of any component, not checked yet
  main(args: any, resourceName: string): Manifest | undefined;
  /** Objects whose names are known immediately. */
  // biome-ignore lint/suspicious/noExplicitAny: the arguments of any component, not checked yet
  others?(args: any, resourceName: string): Manifest[];
  refusal?(live: LiveObject, resourceName: string): Promise<string | undefined>;
}

export interface Registering {
  component: pulumi.ComponentResource;
  /** Not validated yet. */
  args: pulumi.Inputs;
  /** The URN that the component will get. */
  urn: pulumi.Output<string>;
}

/** Rejects if such an object exists, unless the user asked to adopt it. */
export async function refuseEarlier({ component, args, urn }: Registering, makes: Makes): Promise<void> {
  const of = ofComponent(component, args, urn);
  const at = await whereabouts(of);
  if (args.adopt === true || at.name === undefined || at.namespace === undefined) return;
  if (moves(at)) await refuseForeign({ component, args }, makes, at);
  if (at.urn !== undefined) return;
  const objects = await objectsOf(makes, of.name, { ...args, name: at.name, namespace: at.namespace });
  const looking = { component, name: of.name, state: at.state };
  const refusals = await Promise.all(objects.map((object) => refusal(object, looking, makes)));
  const words = [...new Set(refusals.filter((one) => one !== undefined))];
  if (words.length > 0) throw new Failure(words.join("\n"));
}

/** If the component moves to a name that another owner has, none of its other objects is created there first. */
async function refuseForeign(
  { component, args }: Pick<Registering, "component" | "args">,
  makes: Makes,
  at: Whereabouts,
) {
  const { urn = "", name, namespace, state } = at;
  const [main] = await objectsOf({ main: makes.main }, nameIn(urn), { ...args, name, namespace });
  if (main === undefined) return;
  const live = (await query(component, (cluster) => cluster.get(main)))?.answer;
  if (live === undefined) return;
  const urns = [childUrn(urn, token(main), nameIn(urn))];
  const words = refusalOf(live, { urns, state, mark: await backendMark(), adopt: false, begun: true });
  if (words !== undefined) throw new Failure(words);
}

export async function objectsOf(makes: Makes, resourceName: string, args: pulumi.Inputs): Promise<Identity[]> {
  const main = soFar(() => [makes.main(args, resourceName)]).filter((one) => one !== undefined);
  const others = soFar(() => makes.others?.(args, resourceName) ?? []).filter(isNamedAtOnce);
  const all = await Promise.all([...main, ...others].map(identity));
  return all.filter(({ name }) => name !== undefined);
}

/** Nothing if the arguments are invalid: validation reports that, including values that become known later. */
function soFar<Made>(make: () => Made[]): Made[] {
  try {
    const made = make();
    ignoreRejections(made);
    return made;
  } catch {
    return [];
  }
}

/** A cluster-scoped object has no namespace. */
const isNamedAtOnce = ({ metadata: { name, namespace = "" } }: Manifest) =>
  [name, namespace].every((value) => typeof value === "string");

async function identity({ apiVersion, kind, metadata }: Manifest): Promise<Identity> {
  const [name, namespace] = await Promise.all([metadata.name, metadata.namespace].map((one) => knownOf(asOutput(one))));
  return { apiVersion, kind, name: name as string, namespace };
}

interface Looking {
  component: pulumi.ComponentResource;
  name: string;
  state: State;
}

async function refusal(object: Identity, { component, name, state }: Looking, makes: Makes) {
  const live = (await query(component, (cluster) => cluster.get(object)))?.answer;
  if (live === undefined) return undefined;
  if (makes.refusal !== undefined) return makes.refusal(live, name);
  const mark = await backendMark();
  // Objects of other owners are refused later, together with all others.
  return isOwn(live, mark) ? refusalOf(live, { urns: [], state, mark, adopt: false, begun: false }) : undefined;
}
