// Refuses to destroy a Knative while objects of others depend on it.
import { setTimeout } from "node:timers/promises";
import { Cluster, type LiveObject, Refused } from "../cluster/cluster";
import type { ProviderSettings } from "../cluster/provider";
import { Failure } from "../input/problems";
import { ownerOf } from "../ownership/marks";

/** The guard is deleted before everything else that the component installed. */
export interface GuardProps extends ProviderSettings {
  /** Labels of the stack's own objects: those without Knative in `dependsOn` are deleted at the same time. */
  own: Record<string, string>;
}

const limitMilliseconds = 45_000;
const pauseMilliseconds = 1000;

/** Returns once nothing is left; throws immediately for objects that nobody deletes, and after a timeout for others. `urn` is the guard's. */
export async function refuseInUse({ own, ...settings }: GuardProps, urn: string): Promise<void> {
  const cluster = await Cluster.open(settings);
  if (cluster === undefined) return;
  const until = Date.now() + limitMilliseconds;
  for (;;) {
    const found = await objectsOn(cluster, urn);
    if (found === undefined || found.length === 0) return;
    const remaining = found.filter((object) => !isBeingDeleted(object, own));
    if (remaining.length > 0 || Date.now() > until)
      throw new Failure(refusal(remaining.length > 0 ? remaining : found, urn));
    await setTimeout(pauseMilliseconds);
  }
}

function isBeingDeleted({ metadata: { deletionTimestamp, labels = {} } }: LiveObject, own: GuardProps["own"]): boolean {
  return deletionTimestamp !== undefined || Object.entries(own).every(([label, value]) => labels[label] === value);
}

const mostNamed = 20;

function refusal(objects: LiveObject[], urn: string): string {
  const lines = objects.slice(0, mostNamed).map((object) => {
    const { kind, metadata } = object;
    return `  ${kind} ${metadata.namespace}/${metadata.name}: ${ownerOf(object)}`;
  });
  const more = objects.length > mostNamed ? [`  and ${objects.length - mostNamed} more`] : [];
  return [
    "Knative is not destroyed, as these would be deleted with it:",
    ...lines,
    ...more,
    `delete them first; ${byForce(urn)}`,
  ].join("\n");
}

const byForce = (urn: string) =>
  `to destroy Knative anyway, remove this resource from the state: pulumi state delete '${urn}'`;

/**
 * Undefined if the cluster does not respond: other resources report that. If it denies access, there may be objects. Objects that
 * Knative itself created are deleted with their owners.
 */
async function objectsOn(cluster: Cluster, urn: string): Promise<LiveObject[] | undefined> {
  try {
    const groups = (await cluster.groups()).filter(isOfUsers);
    const kinds = await Promise.all(groups.map(async (group) => ({ group, kinds: await cluster.kindsIn(group) })));
    const all = kinds.flatMap(({ group, kinds: names }) => names.map((kind) => ({ apiVersion: group, kind })));
    const lists = await Promise.all(all.map((kind) => cluster.listNow(kind)));
    const named = lists.flatMap((objects, index) =>
      objects.map((object) => ({ ...object, kind: all[index]?.kind ?? "" })),
    );
    return named.filter(hasNoOwner) as LiveObject[];
  } catch (error) {
    if (!(error instanceof Refused)) return undefined;
    throw new Failure(
      `Knative is not destroyed, as the objects that use it can't be listed: ${error.message}; allow this user to list them, or, ${byForce(urn)}`,
    );
  }
}

const isOfUsers = (apiVersion: string) =>
  /(^|\.)knative(-faas)?\.dev\//.test(apiVersion) && !apiVersion.includes(".internal.");

function hasNoOwner({ metadata: { ownerReferences = [], namespace = "" } }: LiveObject): boolean {
  return ownerReferences.length === 0 && !/^(knative-(serving|eventing)|kourier-system)$/.test(namespace);
}
