// What a stack that had this one's name has left under a component's names. Looked for before an update registers the component: once
// that is in the state, its objects look the same as what an update that died has made.
import * as pulumi from "@pulumi/pulumi";
import { backendMark } from "./backend";
import { asked, type Identity, type LiveObject } from "./cluster";
import { asOutput, knownOf } from "./combined";
import type { Manifest } from "./kubernetes";
import { isOwn } from "./marks";
import { type Whereabouts, whereabouts } from "./moves";
import { Failure } from "./problems";
import { refusalOf } from "./refusals";

/** What a kind of component makes, and what is said of one of these objects that an earlier stack has left. */
export interface Makes {
  /** Of the arguments as they are given, with a name and a namespace; the first is awaited, others are looked for by names that are known at once. */
  // biome-ignore lint/suspicious/noExplicitAny: the arguments of any component, not checked yet
  objects(args: any, resourceName: string): Manifest[];
  refusal?(live: LiveObject, resourceName: string): Promise<string | undefined>;
}

export interface Registering {
  type: string;
  name: string;
  args: pulumi.Inputs;
  options: pulumi.ComponentResourceOptions;
}

/** Rejected where there is such an object, and nobody has said that it is to be adopted. */
export async function refuseEarlier({ type, name, args, options }: Registering, makes: Makes): Promise<void> {
  const at = await whereabouts(name, type, args, options);
  if (at.urn !== undefined || args.adopt === true || at.name === undefined || at.namespace === undefined) return;
  const objects = await objectsOf(makes, name, { ...args, name: at.name, namespace: at.namespace });
  const refusals = await Promise.all(objects.map((object) => refusal(object, at, name, makes)));
  const words = [...new Set(refusals.filter((one) => one !== undefined))];
  if (words.length > 0) throw new Failure(words.join("\n"));
}

/** Nothing of arguments that are wrong: their own check tells that. */
export async function objectsOf(makes: Makes, resourceName: string, args: pulumi.Inputs): Promise<Identity[]> {
  try {
    const [main, ...others] = makes.objects(args, resourceName);
    const known = others.filter(({ metadata: { name, namespace } }) => areTexts([name, namespace]));
    const all = main === undefined ? [] : [main, ...known];
    return (await Promise.all(all.map(identity))).filter(({ name }) => name !== undefined);
  } catch {
    return [];
  }
}

const areTexts = (values: unknown[]) => values.every((value) => typeof value === "string");

async function identity({ apiVersion, kind, metadata }: Manifest): Promise<Identity> {
  const [name, namespace] = await Promise.all([metadata.name, metadata.namespace].map((one) => knownOf(asOutput(one))));
  return { apiVersion, kind, name: name as string, namespace };
}

async function refusal(object: Identity, at: Whereabouts, name: string, makes: Makes): Promise<string | undefined> {
  const live = (await asked(unregistered(at), (cluster) => cluster.get(object)))?.answer;
  if (live === undefined) return undefined;
  if (makes.refusal !== undefined) return makes.refusal(live, name);
  const mark = await backendMark();
  // What is others' is refused later, with all else that is.
  return isOwn(live, mark)
    ? refusalOf(live, { urns: [], state: at.state, mark, adopt: false, begun: false })
    : undefined;
}

/** Stands for the component where its provider is asked for. */
function unregistered({ provider }: Whereabouts): pulumi.ComponentResource {
  return { getProvider: () => provider, urn: pulumi.output("") } as unknown as pulumi.ComponentResource;
}
