// What an update says while it waits for an object, and when it has waited in vain: why that is not ready.
import { setTimeout } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import { causeOf } from "../cluster/cause";
import { type Cluster, tryQuery } from "../cluster/cluster";
import { withoutHidden } from "../input/hidden";
import { asOutput, knownOf } from "../pulumi/combined";
import { log } from "../pulumi/log";
import { resourceOf, whenFailed } from "./failing";
import type { Manifest } from "./kubernetesObject";
import { type Remedies, withRemedy } from "./remedies";

/** By then most objects are ready; of the others it is said that they are waited for, in place of the provider's expression. */
const shownMilliseconds = 1_000;
const pauseMilliseconds = 3_000;
/** Twenty minutes: what is awaited longer has been told long before. */
const mostPauses = 400;

type Why = (cluster: Cluster) => Promise<string | undefined>;

export interface Waiting {
  /** `Sequence steps`. */
  what: string;
  /** The cause as the cluster has it now; undefined where nothing is wrong. */
  why: Why;
  /** What else may be the cause once the time is over: it is so too of an object that is only being made. */
  atLast?: Why;
}

/** An object of Knative, which says itself why it is not ready. */
export async function waitingForObject({ apiVersion, kind, metadata }: Manifest): Promise<Waiting | undefined> {
  const [name, namespace] = await Promise.all([metadata.name, metadata.namespace].map((one) => knownOf(asOutput(one))));
  return name === undefined
    ? undefined
    : { what: `${kind} ${name}`, why: liveCause({ apiVersion, kind, name, namespace }) };
}

/** What the object and those that were made for it say. */
export function liveCause(object: {
  apiVersion: string;
  kind: string;
  name: string;
  namespace?: string | undefined;
}): Why {
  return async (cluster) => {
    const live = await cluster.get(object);
    return live && causeOf((kind) => cluster.listNow(kind), live);
  };
}

/** The same, with the property that helps behind the words. */
export function remedied(why: Why, remedies: Remedies): Why {
  return async (cluster) => {
    const cause = await why(cluster);
    return cause && withRemedy(cause, remedies);
  };
}

/** An object that is waited for. `urn` is known before it is made. */
export class Awaited {
  private last: string | undefined;

  constructor(
    private readonly waiting: Promise<Waiting | undefined>,
    private readonly component: pulumi.Resource,
    private readonly urn: () => Promise<string | undefined>,
  ) {
    // An object whose name fails is not made, and somebody else says why.
    waiting.catch(() => undefined);
  }

  /** The options by which its error says the cause. */
  whenFailed(): pulumi.CustomResourceOptions {
    return whenFailed(this.urn, async (object) => {
      const known = await this.waiting;
      const cause = (known && (await this.looked(known)))?.atLast ?? this.last;
      if (cause !== undefined) await log.error(`${known?.what} is not ready: ${cause}`, object);
    });
  }

  /** `done` is known once nothing is waited for any more. */
  tellUntil(done: pulumi.Output<unknown>): void {
    if (pulumi.runtime.isDryRun()) return;
    const end = new AbortController();
    const over = () => end.abort();
    knownOf(done).then(over, over);
    this.waiting.then((known) => known && this.look(known, end.signal)).catch(over);
  }

  /**
   * What stands for a moment only is not told: a cause is told once, when two looks in a row have found it. The very first look
   * is too early for a cause.
   */
  private async look(known: Waiting, end: AbortSignal): Promise<void> {
    await setTimeout(shownMilliseconds, undefined, { ref: false });
    if (!end.aborted && (await this.looked(known))?.atLast !== undefined && !end.aborted)
      await this.show(wordsOf(known));
    const told = new Set<string | undefined>([undefined]);
    let before: string | undefined;
    for (let pauses = 0; pauses < mostPauses; pauses++) {
      await setTimeout(pauseMilliseconds, undefined, { ref: false });
      const { cause, atLast } = (!end.aborted && (await this.looked(known))) || {};
      if (end.aborted) return;
      if (atLast !== undefined) await this.show(wordsOf(known, cause));
      if (cause === before && !told.has(cause)) void log.info(wordsOf(known, cause), this.component);
      if (cause === before) told.add(cause);
      before = cause;
      this.last = cause ?? this.last;
    }
  }

  private async looked({ why, atLast }: Waiting): Promise<Looked | undefined> {
    const looked = await tryQuery(this.component, async (cluster) => {
      const cause = told(await why(cluster));
      return { cause, atLast: cause ?? told(await atLast?.(cluster)) };
    });
    return looked?.answer;
  }

  private shown: string | undefined;

  /** For the moment, at the object itself: there the Kubernetes provider shows the expression that it waits for. */
  private async show(words: string): Promise<void> {
    const urn = await this.urn();
    if (urn === undefined || words === this.shown) return;
    this.shown = words;
    void log.info(words, resourceOf(urn), true);
  }
}

/** What a look has found; neither is there where nothing is waited for any more, or not yet. */
interface Looked {
  cause: string | undefined;
  atLast: string | undefined;
}

const told = (cause: string | undefined) => (cause === undefined ? undefined : withoutHidden(cause));

const wordsOf = ({ what }: Waiting, cause?: string) => `waiting for ${what}${cause === undefined ? "" : `: ${cause}`}`;
