// Whose an object of the cluster is, by the marks that this package and other tools leave at it.

import type { LiveObject } from "../cluster/cluster";
import { ownershipLabels } from "../kubernetes/ownershipLabels";
import { backendLabel } from "../pulumi/backend";

/** What an update of this stack has made that died before it could write it down. `mark` is the stack's own for its backend. */
export function isOwn({ metadata: { labels = {}, annotations = {} } }: LiveObject, mark: string | undefined): boolean {
  return annotations[adoptedAnnotation] === undefined && hasMarksOfStack(labels, mark);
}

type Labels = Record<string, string>;

function hasMarksOfStack(labels: Labels, mark: string | undefined): boolean {
  const other = labels[backendLabel];
  return hasNamesOfStack(labels) && (other === undefined || mark === undefined || other === mark);
}

/** Another stack has adopted what this one has made: its labels are not those that the last update left. */
export function isTakenOver(
  { metadata: { labels = {} } }: LiveObject,
  left: Labels,
  mark: string | undefined,
): boolean {
  const names = [...Object.keys(ownershipLabels()), backendLabel];
  const isOfStack = labels["app.kubernetes.io/managed-by"] === "pulumi";
  return isOfStack && !hasMarksOfStack(labels, mark) && names.some((name) => labels[name] !== left[name]);
}

/** Nobody has applied it under this manager: whatever the state has read since, it is not what the manager's node has made. */
export function isUnknownTo(manager: string | undefined, { metadata: { managedFields = [] } }: LiveObject): boolean {
  return manager !== undefined && managedFields.length > 0 && !managedFields.some((one) => one.manager === manager);
}

function hasNamesOfStack(labels: Labels): boolean {
  return Object.entries(ownershipLabels()).every(([label, value]) => labels[label] === value);
}

/** Stays at an object that was adopted, and left in place: it is others' again then. */
export const adoptedAnnotation = "knative-faas.dev/adopted";

/** The field manager under which this package holds traffic that others have set. None of its own, so that it stays theirs. */
export const trafficHolder = "moved-traffic";

/** In words, of an object that is not this stack's: another may have the same names, or such that labels cut to the same. */
export function otherOwnerOf(live: LiveObject): string {
  const { labels = {} } = live.metadata;
  const isTwin = hasNamesOfStack(labels) && labels[backendLabel] !== undefined;
  return isTwin ? `${ownerOf(live)} of another backend, or one whose name its labels shorten` : ownerOf(live);
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
    .filter((manager) => !["controller", "webhook", trafficHolder].includes(manager ?? ""));
  const names = [...new Set(managers.filter((manager) => manager !== undefined))];
  return names.length === 0 ? "nothing says whose it is" : `its fields are of ${names.join(", ")}`;
}
