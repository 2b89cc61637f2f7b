// What an update would change, from the output of `pulumi preview --json`: the graph of before and after in one, and a mark on what differs. Pure.
import { type Edge, type Graph, graphOf, type Node } from "../../graph/graphModel";
import { nameIn, type StateResource } from "../stackState";
import { edgeId, type Mark } from "./planMarks";

/** One step of a preview. */
export interface PreviewStep {
  op: string;
  urn: string;
  newState?: StateResource;
  oldState?: StateResource;
}

export interface Preview {
  steps?: PreviewStep[];
  diagnostics?: { urn?: string; message: string; severity: string }[];
}

export interface NodePlan {
  mark: Mark;
  /** What the preview says of it: image, revision, traffic, warnings. */
  words: string[];
}

export interface Plan {
  graph: Graph;
  /** By the id of the node; what stays as it is has none. */
  nodes: Record<string, NodePlan>;
  /** By `edgeId`. */
  edges: Record<string, Mark>;
}

export function planOf(resources: StateResource[], { steps = [], diagnostics = [] }: Preview): Plan {
  const before = graphIn(resources);
  const after = graphIn(planned(resources, steps));
  const nodes = [...after.nodes, ...before.nodes.filter(isMissingIn(after.nodes))];
  const changed = changedNodes(nodes, resources, steps);
  const words = wordsOf(resources, { steps, diagnostics });
  const marks = nodes.flatMap((node): [string, NodePlan][] => {
    const mark = markOf(node, before, after) ?? (changed.has(node.id) ? "changed" : undefined);
    return mark === undefined ? [] : [[node.id, { mark, words: words.get(node.id) ?? [] }]];
  });
  return {
    graph: { nodes, edges: union(before.edges, after.edges) },
    nodes: Object.fromEntries(marks),
    edges: Object.fromEntries([
      ...marked(after.edges, before.edges, "new"),
      ...marked(before.edges, after.edges, "leaving"),
    ]),
  };
}

const isMissingIn = (nodes: Node[]) => (node: Node) => !nodes.some(({ id }) => id === node.id);

function markOf(node: Node, before: Graph, after: Graph): Mark | undefined {
  if (isMissingIn(before.nodes)(node)) return "new";
  return isMissingIn(after.nodes)(node) ? "leaving" : undefined;
}

const graphIn = (resources: StateResource[]) => graphOf({ deployment: { resources } }, { isComplete: true });

const isRemoval = (op: string) => op === "delete" || op === "discard";
const isChange = (op: string) => op !== "same" && op !== "read" && op !== "refresh";

/** The resources as the update would leave them. */
function planned(resources: StateResource[], steps: PreviewStep[]): StateResource[] {
  const left = new Map(resources.map((resource) => [resource.urn, resource]));
  // An object that moves to another URN is deleted under the old one, which need not come first.
  for (const { op, urn } of steps) if (isRemoval(op)) left.delete(urn);
  for (const { op, urn, newState } of steps) {
    // The outputs of a preview are those of before.
    if (newState !== undefined && isChange(op)) left.set(urn, { ...newState, outputs: undefined });
  }
  return [...left.values()];
}

/** The nodes with a changed object of their own; what a component registers in addition belongs to its function or broker. */
function changedNodes(nodes: Node[], resources: StateResource[], steps: PreviewStep[]): Set<string> {
  const ids = idsByUrn(nodes, resources, steps);
  const changed = steps.filter(({ op }) => isChange(op));
  return new Set(
    changed.flatMap(
      ({ urn, newState, oldState }) => ids.get(urn) ?? ids.get((newState ?? oldState)?.parent ?? "") ?? [],
    ),
  );
}

/** What a preview says of a component, at the node of its main object. */
function wordsOf(resources: StateResource[], { steps = [], diagnostics = [] }: Preview): Map<string, string[]> {
  const ids = idsByUrn(graphIn(planned(resources, steps)).nodes, resources, steps);
  const words = new Map<string, string[]>();
  for (const { urn = "", message, severity } of diagnostics) {
    const id = ids.get(urn);
    if (severity === "debug" || id === undefined) continue;
    const lines = message.split("\n").filter((line) => line.trim() !== "");
    words.set(id, [...(words.get(id) ?? []), ...lines]);
  }
  return words;
}

/** URNs of objects -> their nodes, and URNs of components -> the node of the object that has their name. */
function idsByUrn(nodes: Node[], resources: StateResource[], steps: PreviewStep[]): Map<string, string> {
  const known = new Set(nodes.map(({ id }) => id));
  const ids = new Map<string, string>();
  for (const { urn, parent, inputs } of [...resources, ...steps.flatMap(({ newState }) => newState ?? [])]) {
    const id = `${inputs?.kind} ${inputs?.metadata?.namespace ?? "default"}/${inputs?.metadata?.name}`;
    if (!known.has(id)) continue;
    ids.set(urn, id);
    if (parent !== undefined && nameIn(parent) === nameIn(urn)) ids.set(parent, id);
  }
  return ids;
}

function union(before: Edge[], after: Edge[]): Edge[] {
  const known = new Set(after.map(edgeId));
  return [...after, ...before.filter((edge) => !known.has(edgeId(edge)))];
}

function marked(all: Edge[], others: Edge[], mark: Mark): [string, Mark][] {
  const known = new Set(others.map(edgeId));
  return all.map(edgeId).flatMap((id): [string, Mark][] => (known.has(id) ? [] : [[id, mark]]));
}

/** Errors of a preview that failed, each with the name of its resource. */
export function errorsIn({ diagnostics = [] }: Preview): string[] {
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  return errors.map(({ urn, message }) =>
    [...(urn === undefined ? [] : [nameIn(urn)]), message.trim().replace(/^error: /, "")].join(": "),
  );
}
