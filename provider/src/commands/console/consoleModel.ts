// What the console shows of a stack: the nodes of its graph at their places, with what is known of each in the cluster. Pure.
import { conditionText, failedCondition } from "../../cluster/conditions";
import type { Edge, Node } from "../../graph/graphModel";
import type { ApiObject } from "../liveObject";
import type { StackFunction } from "../stackState";
import { type FunctionStatus, type Live, liveStatus, type Standing } from "../status/functionStatus";
import type { Plan } from "./consolePlan";

/** A node at its place, in pixels from the top left corner of the map. */
export interface PlacedNode extends Node {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface PlacedEdge extends Edge {
  points: { x: number; y: number }[];
}

export interface ConsoleMap {
  width: number;
  height: number;
  nodes: PlacedNode[];
  edges: PlacedEdge[];
}

/** What is known of a node now. */
export interface NodeStatus {
  status: Standing;
  problems: string[];
  /** Of a function only. */
  function?: FunctionStatus;
}

/** By the id of the node; addresses and objects of others have none. */
export type Statuses = Record<string, NodeStatus>;

/** What a page receives: first everything, then what changes. A status is null once its node is gone. */
export type Message =
  | { kind: "map"; stack: string; map: ConsoleMap }
  | { kind: "statuses"; statuses: Record<string, Statuses[string] | null> }
  | { kind: "problems"; problems: string[] }
  | PlanMessage;

/** A preview over the map: by the ids of nodes and edges, what an update would change. */
export interface PlanMessage extends Pick<Plan, "nodes" | "edges"> {
  kind: "plan";
  state: "none" | "running" | "failed" | "done";
  /** Why it failed, or what it says of the whole. */
  words: string[];
}

/** The objects of the stack's namespaces as they are now. */
export interface Observed extends Live {
  /** Of the kinds in the graph that are not functions. */
  others: ApiObject[];
}

export function statusesOf(nodes: Node[], functions: StackFunction[], observed: Observed): Statuses {
  const byId = new Map(functions.map((one) => [`Service ${one.namespace}/${one.service}`, one]));
  const objects = new Map(observed.others.map((object) => [idOf(object), object]));
  const entries = nodes.flatMap(({ id, kind }): [string, NodeStatus][] => {
    const one = byId.get(id);
    if (one !== undefined) return [[id, ofFunction(one, observed)]];
    return kind === "outside" || kind === "url" ? [] : [[id, ofObject(objects.get(id))]];
  });
  return Object.fromEntries(entries);
}

/** Those that are not the same as before; undefined for a node that is gone. */
export function changedStatuses(before: Statuses, now: Statuses): Record<string, NodeStatus | undefined> {
  const ids = [...new Set([...Object.keys(before), ...Object.keys(now)])];
  const changed = ids.filter((id) => JSON.stringify(before[id]) !== JSON.stringify(now[id]));
  return Object.fromEntries(changed.map((id) => [id, now[id]]));
}

const idOf = ({ kind, metadata }: ApiObject) => `${kind} ${metadata.namespace}/${metadata.name}`;

function ofFunction(one: StackFunction, observed: Observed): NodeStatus {
  const isHere = ({ metadata }: ApiObject) => metadata.namespace === one.namespace;
  const status = liveStatus(one, {
    services: observed.services.filter(isHere),
    revisions: observed.revisions.filter(isHere),
    pods: observed.pods.filter(isHere),
  });
  return { status: status.status, problems: status.problems, function: status };
}

function ofObject(object: ApiObject | undefined): NodeStatus {
  if (object === undefined)
    return { status: "missing", problems: ["the cluster has no such object; run `pulumi up --refresh`"] };
  const failed = failedCondition(object.status);
  if (failed !== undefined)
    return { status: failed.status === "Unknown" ? "waiting" : "failed", problems: [conditionText(failed)] };
  const isSeen = object.status?.observedGeneration === object.metadata.generation;
  return { status: isSeen ? "ready" : "waiting", problems: [] };
}
