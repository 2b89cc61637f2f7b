// Arguments that are accepted, by a seed: right ones, and those with mistakes of which no rule knows. With the objects that they make.
import { Broker, EventSource, Flow, Function, Knative } from "../../provider/src";
import { type Registration, type RenderOptions, render } from "../component/harness";
import { ready } from "../plugin/offline";
import { OutputValue, Secret } from "../plugin/values";
import { type Args, type Component, components, problemsOf, rightArguments, schemaOf } from "./arguments";
import { Chance } from "./chance";
import { mutated } from "./mutations";

export interface Accepted {
  component: Component;
  args: Args;
  what: string;
}

/** All of them in one namespace, as the others are not there. */
export function accepted(seed: number, count: number, namespace: string): Accepted[] {
  const found: Accepted[] = [];
  for (let index = 0; found.length < count; index++) {
    const chance = new Chance(seed * 100_003 + index);
    const component = components[index % components.length] as Component;
    const right = rightArguments(component, chance);
    const { args, what } = index % 3 === 0 ? { args: right, what: [] } : mutated(right, chance, true);
    const placed = Object.hasOwn(schemaOf(component).shape, "namespace") ? { ...args, namespace } : args;
    if (problemsOf(component, placed).length > 0) continue;
    found.push({ component, args: placed, what: `${component} ${seed}/${index}: ${what.join("; ")}` });
  }
  return found;
}

// biome-ignore lint/suspicious/noExplicitAny: an object of any kind
export type Manifest = any;

/** All flags are on, all is ready at once; and the cluster that may be there is not asked. */
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

/** What it would apply in an update. Patches are a part of the object that they are of. */
export async function objectsOf({ component, args }: Accepted): Promise<Manifest[]> {
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

/** As the provider sends it: without annotations for itself, and without what only the engine marks. */
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
