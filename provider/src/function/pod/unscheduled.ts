// A revision that is not ready yet: one that is still being made, and one whose Pod finds no node, which Knative says at once
// that it failed, but nodes may be added on demand.
import { setTimeout } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import { log } from "../../pulumi/log";
import { failureOf, isUndecided, type ServiceStatus } from "../release/revision";

type StatusOutput = pulumi.Output<ServiceStatus | undefined>;

/** What is asked again, and how long. */
export interface Scheduling {
  owner: pulumi.Resource;
  revision: pulumi.Output<string>;
  /** The limit within which a revision must be ready. */
  readySeconds: pulumi.Input<number>;
  /** The status that the cluster has now; nothing where it can't be asked. */
  read: () => Promise<ServiceStatus | undefined>;
}

// The scheduler's own words: "0/3 nodes are available: 3 Insufficient cpu. …".
const noNode = /\d+\/\d+ nodes are available/;

/** The status once a node has taken the Pod and the revision is decided, or the last one when the limit is over. */
export function onceScheduled(status: StatusOutput, scheduling: Scheduling, stepSeconds = 5): StatusOutput {
  if (pulumi.runtime.isDryRun()) return status;
  const { owner, revision, readySeconds, read } = scheduling;
  return pulumi.all([status, revision, readySeconds]).apply(async ([first, name, limit]) => {
    let known = first as ServiceStatus | undefined;
    for (let waited = 0; waited < limit && mayCome(known, name); waited += stepSeconds) {
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

function mayCome(status: ServiceStatus | undefined, revision: string): boolean {
  const failure = failureOf(status, revision);
  return failure !== undefined && (isUndecided(status) || noNode.test(failure));
}
