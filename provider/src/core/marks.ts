// Whose an object of the cluster is, by the marks that this package and other tools leave at it.

import { backendLabel } from "./backend";
import type { LiveObject } from "./cluster";
import { ownershipLabels } from "./ownership";

/**
 * What an update of this stack has made that died before it could write it down, or what a destroy has left in place. `mark`
 * is the stack's own for its backend.
 */
export function isOwn({ metadata: { labels = {}, annotations = {} } }: LiveObject, mark: string | undefined): boolean {
  if (annotations[adoptedAnnotation] !== undefined || !hasNamesOfStack(labels)) return false;
  const other = labels[backendLabel];
  return other === undefined || mark === undefined || other === mark;
}

function hasNamesOfStack(labels: Record<string, string>): boolean {
  return Object.entries(ownershipLabels()).every(([label, value]) => labels[label] === value);
}

/** Stays at an object that was adopted, and left in place: it is others' again then. */
export const adoptedAnnotation = "knative-faas.dev/adopted";

/** In words, of an object that is not this stack's: another backend may have a stack of the same names. */
export function otherOwnerOf(live: LiveObject): string {
  const { labels = {} } = live.metadata;
  const isTwin = hasNamesOfStack(labels) && labels[backendLabel] !== undefined;
  return isTwin ? `${ownerOf(live)} of another backend` : ownerOf(live);
}

/** In words, by the marks that tools leave. */
export function ownerOf({ metadata }: LiveObject): string {
  const { labels = {}, ownerReferences = [], managedFields = [] } = metadata;
  const owner = ownerReferences.find(({ controller }) => controller) ?? ownerReferences[0];
  if (owner !== undefined) return `it belongs to ${owner.kind} ${owner.name}`;
  const by = labels["app.kubernetes.io/managed-by"];
  const stack = [labels["app.kubernetes.io/part-of"], labels["app.kubernetes.io/instance"]].filter(Boolean).join("/");
  if (by === "pulumi" && stack !== "") return `it is of the stack ${stack}`;
  if (by !== undefined) return `it is managed by ${by}`;
  const managers = managedFields
    .map(({ manager }) => manager)
    .filter((manager) => !/^(controller|webhook)$/.test(manager ?? ""));
  const names = [...new Set(managers.filter((manager) => manager !== undefined))];
  return names.length === 0 ? "nothing says whose it is" : `its fields are of ${names.join(", ")}`;
}
