// What lives on a Knative: as long as others have something there, the engine is refused to destroy it.
import { setTimeout } from "node:timers/promises";
import { Cluster, type LiveObject, Refused } from "../cluster/cluster";
import type { ProviderSettings } from "../cluster/provider";
import { Failure } from "../input/problems";
import { ownerOf } from "../ownership/marks";

/** Its deletion comes before that of all else that the component has installed. */
export interface GuardProps extends ProviderSettings {
  /** Labels of what is the stack's own: an object of it that does not name Knative in `dependsOn` goes at the same time. */
  own: Record<string, string>;
}

const limitMilliseconds = 45_000;
const pauseMilliseconds = 1000;

/** Returns when nothing is left; throws at once for what nobody deletes, and after a while for what does not go. `urn` is the guard's. */
export async function refuseInUse({ own, ...settings }: GuardProps, urn: string): Promise<void> {
  const cluster = await Cluster.open(settings);
  if (cluster === undefined) return;
  const until = Date.now() + limitMilliseconds;
  for (;;) {
    const found = await objectsOn(cluster, urn);
    if (found === undefined || found.length === 0) return;
    const staying = found.filter((object) => !isGoing(object, own));
    if (staying.length > 0 || Date.now() > until) throw new Failure(refusal(staying.length > 0 ? staying : found, urn));
    await setTimeout(pauseMilliseconds);
  }
}

function isGoing({ metadata: { deletionTimestamp, labels = {} } }: LiveObject, own: GuardProps["own"]): boolean {
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
    "Knative is not destroyed, as these would go with it:",
    ...lines,
    ...more,
    `delete them first; ${byForce(urn)}`,
  ].join("\n");
}

const byForce = (urn: string) =>
  `to destroy Knative all the same, take this resource out of the state: pulumi state delete '${urn}'`;

/**
 * Undefined where the cluster does not answer: then the others tell it. One that refuses an answer may have anything. What
 * Knative makes itself of an object goes with that.
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
    return named.filter(isOnItsOwn) as LiveObject[];
  } catch (error) {
    if (!(error instanceof Refused)) return undefined;
    throw new Failure(
      `Knative is not destroyed, as it can't be seen what lives on it: ${error.message}; have this user allowed to list that, or, ${byForce(urn)}`,
    );
  }
}

const isOfUsers = (apiVersion: string) =>
  /(^|\.)knative(-faas)?\.dev\//.test(apiVersion) && !apiVersion.includes(".internal.");

function isOnItsOwn({ metadata: { ownerReferences = [], namespace = "" } }: LiveObject): boolean {
  return ownerReferences.length === 0 && !/^(knative-(serving|eventing)|kourier-system)$/.test(namespace);
}
