// What an update says while it waits for an object: why that is not ready, as soon as it is known.
import { setTimeout } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import { causeOf } from "./cause";
import { asked, type Identity } from "./cluster";
import { knownOf } from "./combined";

const firstMilliseconds = 4_000;
const pauseMilliseconds = 3_000;
/** Longer than any object is awaited. */
const mostPauses = 200;

/** `awaited` is known once nothing is waited for any more. */
export interface Waiting {
  identity: Omit<Identity, "name" | "namespace">;
  name: pulumi.Output<string>;
  namespace: pulumi.Output<string | undefined>;
  awaited: pulumi.Output<unknown>;
}

/** What stands for a moment only is not told: a cause is told once, when two looks in a row have found it. */
export function tellWhileAwaited(waiting: Waiting, component: pulumi.Resource): void {
  if (pulumi.runtime.isDryRun()) return;
  const end = new AbortController();
  const over = () => end.abort();
  knownOf(waiting.awaited).then(over, over);
  // An object whose name fails is not made, and somebody else says why.
  Promise.all([knownOf(waiting.name), knownOf(waiting.namespace)])
    .then(([name = "", namespace]) => look({ ...waiting.identity, name, namespace }, component, end.signal))
    .catch(over);
}

async function look(identity: Identity, component: pulumi.Resource, end: AbortSignal): Promise<void> {
  const told = new Set<string | undefined>([undefined]);
  let before: string | undefined;
  for (let pauses = 0; pauses < mostPauses; pauses++) {
    await setTimeout(pauses === 0 ? firstMilliseconds : pauseMilliseconds, undefined, { ref: false });
    const cause = end.aborted ? undefined : await currentCause(identity, component);
    if (end.aborted) return;
    if (cause === before && !told.has(cause))
      await pulumi.log.info(`waiting for ${identity.kind} ${identity.name}: ${cause}`, component);
    if (cause === before) told.add(cause);
    before = cause;
  }
}

async function currentCause(identity: Identity, component: pulumi.Resource): Promise<string | undefined> {
  const found = await asked(component, async (cluster) => {
    const live = await cluster.get(identity);
    return live === undefined ? undefined : causeOf(cluster, live);
  });
  return found?.answer;
}
