// Waits for a revision that is not decided yet, or whose Pod finds no node: Knative reports that as failed immediately, but nodes
// may be added on demand.
import { setTimeout } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import { log } from "../../pulumi/log";
import { failureOf, isUndecided, type ServiceStatus } from "../release/revision";

type StatusOutput = pulumi.Output<ServiceStatus | undefined>;

/** What to poll, and for how long. */
export interface Scheduling {
  owner: pulumi.Resource;
  revision: pulumi.Output<string>;
  /** The time within which a revision must be ready. */
  readySeconds: pulumi.Input<number>;
  /** The current status in the cluster; undefined if it can't be queried. */
  read: () => Promise<ServiceStatus | undefined>;
}

// The scheduler's own message: "0/3 nodes are available: 3 Insufficient cpu. …".
const noNode = /\d+\/\d+ nodes are available/;

/** The status once the Pod is scheduled and the revision is decided, or the last one when the time has passed. */
export function onceScheduled(status: StatusOutput, scheduling: Scheduling, stepSeconds = 5): StatusOutput {
  if (pulumi.runtime.isDryRun()) return status;
  const { owner, revision, readySeconds, read } = scheduling;
  return pulumi.all([status, revision, readySeconds]).apply(async ([first, name, limit]) => {
    let known = first as ServiceStatus | undefined;
    for (let waited = 0; waited < limit && isPending(known, name); waited += stepSeconds) {
      const what = isUndecided(known) ? "the revision" : "a node";
      void log.info(`waiting for ${what}: ${failureOf(known, name)}`, owner, true);
      await setTimeout(stepSeconds * 1000);
      const now = await read();
      if (now === undefined) return known;
      known = now;
    }
    return known;
  });
}

function isPending(status: ServiceStatus | undefined, revision: string): boolean {
  const failure = failureOf(status, revision);
  return failure !== undefined && (isUndecided(status) || noNode.test(failure));
}
