// Compares the objects of a stack in the cluster, by their component labels, with those in its state.
import type { Resource } from "../engine/backend";
import type { Program } from "../engine/program";
import { ApiError } from "./connection";
import { type Kind, kinds } from "./kinds";
import type { ClusterObjects, Item } from "./objects";

export interface Books {
  /** In the state, but not in the cluster. */
  missing: string[];
  /** In the cluster, but not in the state, or owned by others. */
  orphaned: string[];
}

/** Compares the objects of one namespace, or of none. */
export async function booksOf(cluster: ClusterObjects, program: Program, namespace: string): Promise<Books> {
  const known = program.resources().filter(isObject).map(nameInState);
  const labelSelector = Object.entries({
    "app.kubernetes.io/managed-by": "pulumi",
    "app.kubernetes.io/part-of": program.name,
    "app.kubernetes.io/instance": program.stack,
  })
    .map((label) => label.join("="))
    .join(",");
  const lists = await Promise.all(kinds.map((kind) => listed(cluster, kind, namespace, labelSelector)));
  const there = lists.flat();
  const names = new Set(there.map(nameInCluster));
  const free = there.filter(({ metadata }) => metadata.ownerReferences === undefined).map(nameInCluster);
  return {
    missing: known.filter((name) => !names.has(name)).sort(),
    orphaned: free.filter((name) => !known.includes(name)).sort(),
  };
}

/** Empty for a kind that the cluster does not know. */
async function listed(cluster: ClusterObjects, kind: Kind, namespace: string, labelSelector: string): Promise<Item[]> {
  return cluster.list(kind, namespace, { labelSelector }).catch((error: Error) => {
    if (error instanceof ApiError ? error.status === 404 : /the cluster knows no/.test(error.message)) return [];
    throw error;
  });
}

/** Not a patch of another's object, nor one that was only read. */
function isObject({ type, custom, external, delete: leaving }: Resource): boolean {
  return custom && !external && !leaving && type.startsWith("kubernetes:") && !type.endsWith("Patch");
}

function nameInState({ type, outputs }: Resource): string {
  const [, version = "", kind] = type.split(":");
  return called(version.replace(/^core\//, ""), kind, outputs.metadata);
}

const nameInCluster = ({ apiVersion, kind, metadata }: Item) => called(apiVersion, kind, metadata);

function called(version: string, kind: string, { namespace, name }: Item): string {
  return `${version} ${kind} ${namespace === undefined ? "" : `${namespace}/`}${name}`;
}
