// The type of a recorded change: one action of a user on a program of functions, or of another client on its cluster.
import type { Program } from "../../engine/program";
import type { TestCluster } from "../cluster";

// biome-ignore lint/suspicious/noExplicitAny: arguments as a program holds them
export type Args = any;

/** As a program declares it. */
export interface Resource {
  type: string;
  properties: Args;
  options?: Args;
}

/** What was deployed after each change, newest last: later changes return to it. */
export interface Deployed {
  revision: string;
  digest: string;
  // biome-ignore lint/suspicious/noExplicitAny: a release as the stack gives it
  release: any;
}

/** Where a group's program is deployed. */
export interface Place {
  /** The program's own; the project has the same name. */
  namespace: string;
  /** Another namespace, for what moves. */
  other: string;
  registry: string;
  /** By digest, for functions that need no build. */
  image: string;
}

/** What changes act on. */
export interface World extends Place {
  program: Program;
  cluster: TestCluster;
  /** The program's resources, by their names in it. */
  resources: Record<string, Resource>;
  /** By function. */
  past: Record<string, Deployed[]>;
}

export interface Change {
  kind: string;
  what: string;
  /** Changes the resources in place, a file of the program, or the cluster without the state. */
  make: (world: World) => void | Promise<void>;
  /** Of the preview and of the update. */
  flags?: string[];
  /** The message of an update that is expected to fail. */
  fails?: RegExp;
}

/** Changes of one program, one after another. */
export interface Group {
  /** The program at its first deployment. */
  resources: (place: Place) => Record<string, Resource>;
  changes: Change[];
  /** True if its objects move to the other namespace. */
  isMoved?: true;
  /** True if the program runs on Node.js, because YAML can't express it. */
  node?: true;
  /** True if the updates run without the plan of their preview. */
  unplanned?: true;
}

/** A change of the resources by their names. */
export const change = (
  kind: string,
  what: string,
  make: (resources: Record<string, Resource>, world: World) => void | Promise<void>,
  more: Pick<Change, "flags" | "fails"> = {},
): Change => ({ kind, what, make: (world) => make(world.resources, world), ...more });

export const nothing = (what = "nothing"): Change => change("nothing", what, () => undefined);

/** A change of the arguments of one resource. */
export const changed = (kind: string, name: string, what: string, given: object): Change =>
  change(kind, `${name}: ${what}`, (resources) => {
    Object.assign(propertiesOf(resources, name), given);
  });

export function propertiesOf(resources: Record<string, Resource>, name: string): Args {
  const resource = resources[name];
  if (resource === undefined) throw new Error(`the program has no ${name}`);
  return resource.properties;
}

/** A function that runs a given image, and whose Pods end soon. */
export function prebuilt({ namespace, image }: Place, given: object = {}, options?: object): Resource {
  const quick = { timeouts: { requestSeconds: 5 }, scale: { windowSeconds: 6 } };
  const properties = { namespace, image, ...quick, ...given };
  return { type: "knative-faas:Function", properties, ...(options === undefined ? {} : { options }) };
}

export const component = ({ namespace }: Place, type: string, given: object = {}): Resource => ({
  type: `knative-faas:${type}`,
  properties: { namespace, ...given },
});

/** Under another name in the program, with further arguments. */
export function renamed(resources: Record<string, Resource>, from: string, to: string, options: object): void {
  const { [from]: resource } = resources;
  if (resource === undefined) throw new Error(`the program has no ${from}`);
  delete resources[from];
  resources[to] = { ...resource, options };
}

/** Of distinct revisions, newest first: 1 is the previous one. */
export function earlier(past: Deployed[], back: number): Deployed {
  const all = [...past].reverse();
  const distinct = all.filter((one, index) => all.findIndex(({ revision }) => revision === one.revision) === index);
  return distinct[back] as Deployed;
}
