// Random accepted arguments by a seed: valid ones, and those with mistakes that no rule detects. With the objects that they create.
import * as pulumi from "@pulumi/pulumi";
import { Broker, EventSource, Flow, Function, Knative } from "../../provider/src/index";
import { InvalidArgs } from "../../provider/src/input/problems";
import { type Registration, type RenderOptions, render } from "../component/harness";
import { ready } from "../plugin/offline";
import { OutputValue, Secret } from "../plugin/values";
import { type Args, type Component, problemsOf, rightArguments, schemaOf } from "./arguments";
import { Chance } from "./chance";
import { mutated } from "./mutations";
import { isLater, wrongArguments } from "./wrongArguments";

/** Knative has the most objects, and the fewest that a program influences. */
const shares: Component[] = [
  ...(["Function", "Function", "Function", "Function", "EventSource", "EventSource", "EventSource"] as const),
  ...(["Broker", "Broker", "Flow", "Flow", "Knative"] as const),
];

interface Candidate {
  component: Component;
  args: Args;
  what: string;
}

/** All in one namespace, as the others do not exist. */
function candidate(seed: number, index: number, namespace: string): Candidate {
  const chance = new Chance(seed * 100_003 + index);
  const component = shares[index % shares.length] as Component;
  const right = rightArguments(component, chance);
  const { args, what } = chance.is(0.4) ? { args: right, what: [] } : mutated(right, chance, true);
  return {
    component,
    args: placed(component, args, namespace),
    what: `${component} ${seed}/${index}: ${what.join("; ")}`,
  };
}

const placed = (component: Component, args: Args, namespace: string) =>
  Object.hasOwn(schemaOf(component).shape, "namespace") ? { ...args, namespace } : args;

export interface Accepted extends Candidate {
  objects: Manifest[];
}

/** The first accepted arguments of a seed, with the objects that they would apply. */
export async function accepted(seed: number, count: number, namespace: string): Promise<Accepted[]> {
  const found: Accepted[] = [];
  for (let index = 0; found.length < count; index++) found.push(...(await taken(candidate(seed, index, namespace))));
  return found;
}

/** Mutated arguments that are accepted: the random changes have kept them valid. */
export async function takenOfWrong(seed: number, count: number, namespace: string): Promise<Accepted[]> {
  const all = Array.from({ length: count }, (_, index) => wrongArguments(seed, index));
  const found: Accepted[] = [];
  for (const { component, args, what } of all.filter((one) => !isLater(one.args))) {
    const own = placed(component, asInLibrary(args) as Args, namespace);
    found.push(...(await taken({ component, args: own, what })));
  }
  return found;
}

/** Empty if it is refused, or can't be created at all. */
async function taken(one: Candidate): Promise<Accepted[]> {
  if (problemsOf(one.component, one.args).length > 0) return [];
  // Some mistakes are reported only once all values are known, such as shares of revisions that do not exist.
  const objects = await objectsOf(one).catch((error) => (error instanceof InvalidArgs ? undefined : told(one, error)));
  return objects === undefined ? [] : [{ ...one, objects }];
}

/** Values that are marked on the wire are Outputs there. */
function asInLibrary(value: unknown): unknown {
  if (value instanceof Secret) return pulumi.secret(asInLibrary(value.value));
  if (value instanceof OutputValue) return pulumi.output(asInLibrary(value.value));
  if (Array.isArray(value)) return value.map(asInLibrary);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, asInLibrary(inner)]));
}

function told({ what }: Candidate, error: Error): never {
  throw new Error(`${what}: ${error.stack}`);
}

// biome-ignore lint/suspicious/noExplicitAny: an object of any kind
export type Manifest = any;

/** All flags are on, everything is ready immediately; and existing objects of the cluster are not queried. */
const options: RenderOptions = {
  ...ready,
  config: { "kubernetes:kubeconfig": "{}", "knative-faas:registry": "127.0.0.1:9" },
};

// biome-ignore lint/suspicious/noExplicitAny: arguments of any component
const constructors: Record<Component, new (name: string, args: any) => unknown> = {
  Broker,
  EventSource,
  Flow,
  Function,
  Knative,
};

/** What it would apply in an update. Patches are merged into their objects. */
async function objectsOf({ component, args }: Candidate): Promise<Manifest[]> {
  const program = () => void new constructors[component]("hello", args);
  const all = (await render(program, options)).filter(({ type }) => type.startsWith("kubernetes:"));
  const isPatch = ({ type }: Registration) => type.endsWith("Patch");
  const objects = all
    .filter((one) => one.importId === "" && !isPatch(one) && !one.name.endsWith("(read)"))
    .map(manifestOf);
  return objects.map((object) => all.filter(isPatch).map(manifestOf).filter(isOf(object)).reduce(merged, object));
}

const isOf =
  ({ kind, metadata }: Manifest) =>
  (patch: Manifest) =>
    patch.kind === kind && patch.metadata.name === metadata.name && patch.metadata.namespace === metadata.namespace;

/** As the provider sends it: without annotations for itself, and without the engine's marks. */
function manifestOf({ inputs }: Registration): Manifest {
  const { metadata, ...rest } = plain(inputs) as Manifest;
  const annotations = Object.entries(metadata.annotations ?? {}).filter(([key]) => !key.startsWith("pulumi.com/"));
  return { ...rest, metadata: { ...metadata, annotations: Object.fromEntries(annotations) } };
}

function plain(value: unknown): unknown {
  if (value instanceof Secret || value instanceof OutputValue) return plain(value.value);
  if (Array.isArray(value)) return value.map(plain);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
}

/** The second over the first, map by map. */
function merged(one: Manifest, other: Manifest): Manifest {
  const isMap = (value: unknown) => value !== null && typeof value === "object" && !Array.isArray(value);
  if (!isMap(one) || !isMap(other)) return other ?? one;
  return Object.fromEntries(
    [...new Set([...Object.keys(one), ...Object.keys(other)])].map((key) => [key, merged(one[key], other[key])]),
  );
}
