// What an update says while it waits for an object: why that is not ready, as soon as it is known.
import { setTimeout } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import { asked, type Cluster } from "./cluster";
import { knownOf } from "./combined";

const firstMilliseconds = 4_000;
const pauseMilliseconds = 3_000;
/** Twenty minutes: what is awaited longer has been told long before. */
const mostPauses = 400;

export interface Waiting {
  /** `Sequence steps`. */
  what: string;
  /** The cause as the cluster has it now; undefined where nothing is wrong. */
  why: (cluster: Cluster) => Promise<string | undefined>;
}

/**
 * `awaited` is known once nothing is waited for any more. What stands for a moment only is not told: a cause is told once, when
 * two looks in a row have found it.
 */
export function tellWhileAwaited(
  waiting: Promise<Waiting | undefined>,
  awaited: pulumi.Output<unknown>,
  component: pulumi.Resource,
): void {
  if (pulumi.runtime.isDryRun()) return;
  const end = new AbortController();
  const over = () => end.abort();
  knownOf(awaited).then(over, over);
  // An object whose name fails is not made, and somebody else says why.
  waiting.then((known) => known && look(known, component, end.signal)).catch(over);
}

async function look({ what, why }: Waiting, component: pulumi.Resource, end: AbortSignal): Promise<void> {
  const told = new Set<string | undefined>([undefined]);
  let before: string | undefined;
  for (let pauses = 0; pauses < mostPauses; pauses++) {
    await setTimeout(pauses === 0 ? firstMilliseconds : pauseMilliseconds, undefined, { ref: false });
    const cause = end.aborted ? undefined : (await asked(component, why))?.answer;
    if (end.aborted) return;
    if (cause === before && !told.has(cause)) await pulumi.log.info(`waiting for ${what}: ${cause}`, component);
    if (cause === before) told.add(cause);
    before = cause;
  }
}
