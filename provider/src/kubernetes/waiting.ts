// What an update reports while it waits for an object, and once the wait has failed: why the object is not ready.
import { setTimeout } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import { causeOf } from "../cluster/cause";
import { type Cluster, tryQuery } from "../cluster/cluster";
import { workloadCause } from "../cluster/pods";
import { withoutHidden } from "../input/hidden";
import { log } from "../pulumi/log";
import { asOutput, knownOf } from "../pulumi/value";
import { resourceOf, whenFailed } from "./failing";
import type { Manifest } from "./kubernetesObject";
import { type Remedies, withRemedy } from "./remedies";

/** By then most objects are ready; for the others a plain message replaces the provider's expression. */
const shownMilliseconds = 1_000;
const pauseMilliseconds = 3_000;
/** Twenty minutes: by then the cause has long been reported. */
const mostPauses = 400;

type Why = (cluster: Cluster) => Promise<string | undefined>;

export interface Waiting {
  /** For example `Sequence steps`. */
  what: string;
  /** The current cause in the cluster; undefined if nothing is wrong. */
  why: Why;
  /** Another possible cause once the time is up; it also holds for an object that is still being created. */
  atLast?: Why;
  /** What happens at the moment, if nothing is wrong: for example `its image is being pulled`. */
  step?: Why;
}

/** A Knative object, whose conditions say why it is not ready. */
export async function waitingForObject({ apiVersion, kind, metadata }: Manifest): Promise<Waiting | undefined> {
  const { name, namespace } = await placeOf(metadata);
  return name === undefined
    ? undefined
    : { what: `${kind} ${name}`, why: liveCause({ apiVersion, kind, name, namespace }) };
}

/** A Deployment of this package, whose program says why its Pods are not ready; undefined for another object. */
export function waitingForPods({
  apiVersion,
  kind,
  metadata,
  spec,
}: Manifest): Promise<Waiting | undefined> | undefined {
  if (kind !== "Deployment") return undefined;
  const container: string = spec.template.spec.containers[0].name;
  return placeOf(metadata).then(({ name, namespace }) => {
    if (name === undefined) return undefined;
    const why: Why = (cluster) => workloadCause(cluster, { apiVersion, kind, name, namespace }, container);
    return { what: `${kind} ${name}`, why };
  });
}

async function placeOf({ name, namespace }: Manifest["metadata"]) {
  const [known, home] = await Promise.all([name, namespace].map((one) => knownOf(asOutput(one))));
  return { name: known, namespace: home };
}

/** The cause according to the object and those created for it. */
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

/** The same, followed by the remedy. */
export function remedied(why: Why, remedies: Remedies): Why {
  return async (cluster) => {
    const cause = await why(cluster);
    return cause && withRemedy(cause, remedies);
  };
}

/** An object that is waited for. Its `urn` is known before it is created. */
export class Awaited {
  private last: string | undefined;

  constructor(
    private readonly waiting: Promise<Waiting | undefined>,
    private readonly component: pulumi.Resource,
    private readonly urn: () => Promise<string | undefined>,
  ) {
    // An object whose name fails is not created, and the failure is reported elsewhere.
    waiting.catch(() => undefined);
  }

  /** Options that add the cause to the object's error. */
  whenFailed(): pulumi.CustomResourceOptions {
    return whenFailed(this.urn, async (object) => {
      const known = await this.waiting;
      const cause = (known && (await this.check(known)))?.atLast ?? this.last;
      if (cause !== undefined) await log.error(`${known?.what} is not ready: ${cause}`, object);
    });
  }

  /** Reports until `done` resolves, when nothing is waited for any more. */
  reportUntil(done: pulumi.Output<unknown>): void {
    if (pulumi.runtime.isDryRun()) return;
    const end = new AbortController();
    const over = () => end.abort();
    knownOf(done).then(over, over);
    this.waiting.then((known) => known && this.report(known, end.signal)).catch(over);
  }

  /** Ignores temporary causes: reports each cause once, when two checks in a row have found it. The first check is too early for one. */
  private async report(known: Waiting, end: AbortSignal): Promise<void> {
    const began = performance.now();
    await setTimeout(shownMilliseconds, undefined, { ref: false });
    const early = end.aborted ? undefined : await this.check(known);
    if (early?.atLast !== undefined && !end.aborted) await this.show(messageOf(known, stepText(early, began)));
    const reported = new Set<string | undefined>([undefined]);
    let before: string | undefined;
    for (let pauses = 0; pauses < mostPauses; pauses++) {
      await setTimeout(pauseMilliseconds, undefined, { ref: false });
      const found = end.aborted ? undefined : await this.check(known);
      if (end.aborted) return;
      const { cause, atLast } = found ?? {};
      if (atLast !== undefined) await this.show(messageOf(known, cause ?? stepText(found, began)));
      if (cause === before && !reported.has(cause)) void log.info(messageOf(known, cause), this.component);
      if (cause === before) reported.add(cause);
      before = cause;
      this.last = cause ?? this.last;
    }
  }

  private async check({ why, atLast, step }: Waiting): Promise<Check | undefined> {
    const found = await tryQuery(this.component, async (cluster) => {
      const cause = masked(await why(cluster));
      const open = cause ?? masked(await atLast?.(cluster));
      return { cause, atLast: open, step: open === undefined ? undefined : await step?.(cluster) };
    });
    return found?.answer;
  }

  private shown: string | undefined;

  /** Shows the status temporarily at the object itself, where the Kubernetes provider shows the expression that it waits for. */
  private async show(message: string): Promise<void> {
    const urn = await this.urn();
    if (urn === undefined || message === this.shown) return;
    this.shown = message;
    void log.info(message, resourceOf(urn), true);
  }
}

/** The result of a check; all are undefined before and after the wait. */
interface Check {
  cause: string | undefined;
  atLast: string | undefined;
  step: string | undefined;
}

/** For example `its image is being pulled (4 s)`. */
function stepText(check: Check | undefined, began: number): string | undefined {
  return check?.step && `${check.step} (${Math.round((performance.now() - began) / 1000)} s)`;
}

const masked = (cause: string | undefined) => (cause === undefined ? undefined : withoutHidden(cause));

const messageOf = ({ what }: Waiting, cause?: string) =>
  `waiting for ${what}${cause === undefined ? "" : `: ${cause}`}`;
