// Who owns an object of the cluster, according to the marks that this package and other tools leave on it.

import type { LiveObject } from "../cluster/cluster";
import { ownershipLabels } from "../kubernetes/ownershipLabels";
import { backendLabel } from "../pulumi/backend";

/** True for an object that an update of this stack created before it died. `mark` identifies the stack's backend. */
export function isOwn({ metadata: { labels = {}, annotations = {} } }: LiveObject, mark: string | undefined): boolean {
  return annotations[adoptedAnnotation] === undefined && hasMarksOfStack(labels, mark);
}

type Labels = Record<string, string>;

function hasMarksOfStack(labels: Labels, mark: string | undefined): boolean {
  const other = labels[backendLabel];
  return hasNamesOfStack(labels) && (other === undefined || mark === undefined || other === mark);
}

/** Another stack has adopted an object of this one: its labels are not those that the last update left. */
export function isTakenOver(
  { metadata: { labels = {} } }: LiveObject,
  left: Labels,
  mark: string | undefined,
): boolean {
  const names = [...Object.keys(ownershipLabels()), backendLabel];
  const isOfStack = labels["app.kubernetes.io/managed-by"] === "pulumi";
  return isOfStack && !hasMarksOfStack(labels, mark) && names.some((name) => labels[name] !== left[name]);
}

/** Nobody has applied the object under this manager: whatever the state has read since, the manager's node did not create it. */
export function isUnknownTo(manager: string | undefined, { metadata: { managedFields = [] } }: LiveObject): boolean {
  return manager !== undefined && managedFields.length > 0 && !managedFields.some((one) => one.manager === manager);
}

function hasNamesOfStack(labels: Labels): boolean {
  return Object.entries(ownershipLabels()).every(([label, value]) => labels[label] === value);
}

/** Stays on an object that was adopted and left in place: from then on it is foreign again. */
export const adoptedAnnotation = "knative-faas.dev/adopted";

/** The field manager under which this package holds traffic that others have set. It is not the usual one, so that the traffic stays theirs. */
export const trafficHolder = "moved-traffic";

/** Describes the owner of a foreign object. Another stack may have the same names, or names that labels shorten to the same. */
export function otherOwnerOf(live: LiveObject): string {
  const { labels = {} } = live.metadata;
  const isTwin = hasNamesOfStack(labels) && labels[backendLabel] !== undefined;
  return isTwin ? `${ownerOf(live)} of another backend, or one whose name its labels shorten` : ownerOf(live);
}

/** Describes the owner by the marks that tools leave. */
export function ownerOf({ metadata }: LiveObject): string {
  const { labels = {}, ownerReferences = [], managedFields = [] } = metadata;
  const owner = ownerReferences.find(({ controller }) => controller) ?? ownerReferences[0];
  if (owner !== undefined) return `it belongs to ${owner.kind} ${owner.name}`;
  const by = labels["app.kubernetes.io/managed-by"];
  const stack = [labels["app.kubernetes.io/part-of"], labels["app.kubernetes.io/instance"]].filter(Boolean).join("/");
  if (by === "pulumi" && stack !== "") return `it belongs to the stack ${stack}`;
  if (by !== undefined) return `it is managed by ${by}`;
  const managers = managedFields
    .map(({ manager }) => manager)
    .filter((manager) => !["controller", "webhook", trafficHolder].includes(manager ?? ""));
  const names = [...new Set(managers.filter((manager) => manager !== undefined))];
  return names.length === 0 ? "its owner is unknown" : `its fields are managed by ${names.join(", ")}`;
}
