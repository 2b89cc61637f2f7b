// The predictions of a preview and the results of an update in the same format: functions, operations, objects.
import type { Step } from "../../engine/program";
import type { Item } from "../cluster";
import type { Kind } from "../kinds";

export interface Serving {
  /** Its Knative Service, as `namespace/name`. */
  service: string;
  image: string;
  revision: string;
  traffic: string[];
}

export interface Outcome {
  /** By their names in the program. */
  functions: Record<string, Serving>;
  /** `operation type::name`, of everything that is not left unchanged. */
  operations: string[];
  /** All objects of the program's components in the cluster, as `Kind namespace/name`. */
  objects: string[];
}

/** Kinds of which components create objects. */
export const kinds: Kind[] = [
  ...(["KnativeService", "DomainMapping", "ClusterDomainClaim", "Secret", "ConfigMap", "Job"] as const),
  ...(["ServiceAccount", "Role", "RoleBinding"] as const),
  ...(["Broker", "Trigger", "PingSource", "Channel", "Subscription"] as const),
];

/** Replaces a name that is not known before the update. */
const later = "?";

/** The engine's marker for unknown values (sdk v3.187, go/common/resource/plugin: UnknownStringValue). */
const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

const isLater = (value: unknown) => String(value).includes(unknown);

const name = (value: unknown): string => (isLater(value) ? later : String(value));

export const objectOf = ({ kind, metadata = {} }: Item): string =>
  `${kind} ${metadata.namespace === undefined ? "" : `${name(metadata.namespace)}/`}${name(metadata.name)}`;

/** Of a Knative Service. */
export function servingOf({ metadata, spec: { template } }: Item, revision: unknown, traffic: unknown): Serving {
  const service = `${name(metadata.namespace)}/${name(metadata.name)}`;
  return { service, image: template.spec.containers[0].image, revision: name(revision), traffic: spoken(traffic) };
}

/** An unknown table is one line that matches any table; a missing one has no lines. */
function spoken(traffic: unknown): string[] {
  if (isLater(traffic)) return [later];
  const shares = (traffic ?? []) as { revisionName: string; percent?: number; tag?: string }[];
  return shares
    .map(({ revisionName, percent = 0, tag = "" }) => `${name(revisionName)} ${percent} ${tag}`.trim())
    .sort();
}

/** Steps that change nothing, or only remove from the state what was already deleted. */
const idle = ["same", "read", "refresh", "read-replacement", "remove-pending-replace"];

/** Pulumi omits its own default providers from previews. */
const isChange = ({ op, urn }: Step) => !idle.includes(op) && !urn.includes("pulumi:providers:");

export const operationsOf = (steps: Step[]): string[] =>
  steps
    .filter(isChange)
    .map(({ op, urn }) => `${op} ${urn.split("$").pop()}`)
    .sort();

export function toldBy(steps: Step[]): Outcome {
  const states = statesAfter(steps);
  const found = (type: string) => states.filter(({ urn, left }) => left !== true && urn.includes(`${type}::`));
  const tables = new Map(
    found("/v1:ServicePatch").map(({ urn, inputs: { spec } }) => [calledIn(urn), isLater(spec) ? spec : spec.traffic]),
  );
  const functions = found("serving.knative.dev/v1:Service").map(({ urn, inputs }): [string, Serving] => {
    const own = calledIn(urn);
    return [own, servingOf(inputs, inputs.spec.template.metadata.name, tables.get(`${own}-traffic`))];
  });
  const objects = states.filter(isObject).map(({ inputs }) => objectOf(inputs));
  return { functions: Object.fromEntries(functions), operations: operationsOf(steps), objects: objects.sort() };
}

/** The state once all steps are done, and what is left in place of replaced objects. */
function statesAfter(steps: Step[]): Item[] {
  const states = new Map<string, Item>();
  for (const { op, urn, newState, oldState } of steps) {
    if (newState !== undefined) states.set(urn, { ...newState, urn });
    else if (op === "delete" && oldState?.retainOnDelete) states.set(urn, { ...oldState, urn, left: true });
    else if (op === "delete") states.delete(urn);
  }
  return [...states.values()];
}

/** Patches and reads refer to an object of another owner. */
const isObject = ({ type = "", urn, custom, external, inputs }: Item) =>
  custom &&
  !external &&
  type.startsWith("kubernetes:") &&
  !/Patch$/.test(type) &&
  !/ \(read\)$/.test(urn) &&
  inputs.kind;

export const calledIn = (urn: string): string => urn.slice(urn.lastIndexOf("::") + 2);

/** The predictions, with the names from the update where a preview could not know them. */
export function named(told: Outcome, done: Outcome): Outcome {
  const functions = Object.entries(told.functions).map(([own, serving]): [string, Serving] => {
    const made = done.functions[own];
    if (made === undefined) return [own, serving];
    const revision = serving.revision === later ? made.revision : serving.revision;
    const traffic = serving.traffic[0] === later ? made.traffic : filled(serving.traffic, made.traffic).sort();
    return [own, { ...serving, revision, traffic }];
  });
  return { ...told, functions: Object.fromEntries(functions), objects: filled(told.objects, done.objects).sort() };
}

/** Matches each line with an unknown name to the first possible line that is not taken yet. */
function filled(told: string[], made: string[]): string[] {
  const rest = made.filter((line) => !told.includes(line));
  return told.map((line) => {
    if (!line.includes(later)) return line;
    const index = rest.findIndex((one) => patternOf(line).test(one));
    return index < 0 ? line : (rest.splice(index, 1)[0] as string);
  });
}

function patternOf(line: string): RegExp {
  const parts = line.split(later).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join("[^ /]+")}$`);
}
