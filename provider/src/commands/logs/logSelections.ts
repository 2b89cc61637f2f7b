// The Pods of functions and sources, from the stack's state: where they are, and their labels. Pure.
import { repliesLabel, sourceLabel } from "../../kubernetes/stackName";
import { type Connection, functionsIn, functionType, nameIn, objectOf, type StateResource } from "../stackState";

/** What a Pod belongs to, by the name of its resource. */
export interface LogOwner {
  kind: "function" | "source";
  name: string;
  /** The name of the Knative Service. */
  service?: string;
}

/** Pods of a namespace by a label. Its value names an owner; for Jobs of gates, that of the Knative Service that they belong to does. */
export interface LogSelection {
  connection: Connection;
  namespace: string;
  label: string;
  owners: Record<string, LogOwner>;
}

const sourceType = "knative-faas:index:EventSource";

/** The functions and sources of a stack. */
export function ownersIn(resources: StateResource[]): LogOwner[] {
  const functions = functionsIn(resources).map(({ name, service }) => ({ kind: "function" as const, name, service }));
  const sources = resources.filter(({ type }) => type === sourceType);
  return [...functions, ...sources.map(({ urn }) => ({ kind: "source" as const, name: nameIn(urn) }))];
}

/** Of the Pods of Jobs. Rollouts create Jobs, so the state does not have those of the next one. */
export const jobLabel = "batch.kubernetes.io/job-name";

const serviceLabel = "serving.knative.dev/service";

/** Of Pods whose label has the name of an object in the state. */
const labels: [type: RegExp, label: string][] = [
  [/^kubernetes:serving\.knative\.dev\/[^:]+:Service$/, serviceLabel],
  [/^kubernetes:sources\.knative\.dev\/[^:]+:ContainerSource$/, "sources.knative.dev/containerSource"],
  [/^kubernetes:sources\.knative\.dev\/[^:]+:ApiServerSource$/, "eventing.knative.dev/sourceName"],
  // A source of this package, and what writes the answers of a function (provider/src/events/adapters).
  [/^kubernetes:apps\/v1:StatefulSet$/, sourceLabel],
  [/^kubernetes:apps\/v1:Deployment$/, repliesLabel],
];

/** Of all their Pods that have a label of their own, which those of Knative's shared sources have not. */
export function selectionsOf(resources: StateResource[], chosen: LogOwner[]): LogSelection[] {
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  const selections = new Map<string, LogSelection>();
  for (const resource of resources) {
    const [, label] = labels.find(([type]) => type.test(resource.type)) ?? [];
    const owner = label && ownerOf(resource, byUrn, chosen);
    if (label === undefined || !owner) continue;
    const { name, namespace, connection } = objectOf(resource, byUrn);
    const key = JSON.stringify([connection, namespace, label]);
    const selection = selections.get(key) ?? { connection, namespace, label, owners: {} };
    selections.set(key, { ...selection, owners: { ...selection.owners, [name]: owner } });
  }
  const all = [...selections.values()];
  const gates = all.filter(({ label }) => label === serviceLabel).map((of) => ({ ...of, label: jobLabel }));
  return [...all, ...gates];
}

/** The chosen component that the resource is in. */
function ownerOf(resource: StateResource, byUrn: Map<string, StateResource>, chosen: LogOwner[]): LogOwner | undefined {
  for (let one = byUrn.get(resource.parent ?? ""); one !== undefined; one = byUrn.get(one.parent ?? "")) {
    const kind = one.type === functionType ? "function" : one.type === sourceType ? "source" : undefined;
    const name = nameIn(one.urn);
    if (kind !== undefined) return chosen.find((owner) => owner.kind === kind && owner.name === name);
  }
  return undefined;
}

/** As the API server takes it. */
export function selectorOf({ label, owners }: LogSelection): string {
  if (label === jobLabel) return label;
  return `${label} in (${Object.keys(owners).join(",")})`;
}
