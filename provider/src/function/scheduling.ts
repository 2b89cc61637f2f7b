// A revision whose Pod finds no node yet: Knative says at once that it failed, but nodes may be added on demand.
import * as pulumi from "@pulumi/pulumi";
import { failureOf, type ServiceStatus } from "./revision";

type StatusOutput = pulumi.Output<ServiceStatus | undefined>;

/** What is asked again, and how long. */
export interface Scheduling {
  owner: pulumi.Resource;
  revision: pulumi.Output<string>;
  /** The limit within which a revision must be ready. */
  readySeconds: pulumi.Input<number>;
  /** The status that the cluster has at this attempt, counted from 1. */
  read: (attempt: number) => StatusOutput;
}

// The scheduler's own words: "0/3 nodes are available: 3 Insufficient cpu. …".
const noNode = /\d+\/\d+ nodes are available/;

/** The status once a node has taken the Pod, or the last one with the scheduler's words when the limit is over. */
export function onceScheduled(status: StatusOutput, scheduling: Scheduling, stepSeconds = 5): StatusOutput {
  if (pulumi.runtime.isDryRun()) return status;
  const { owner, revision, readySeconds, read } = scheduling;
  const from = (attempt: number, last: StatusOutput): StatusOutput =>
    pulumi.all([last, revision, readySeconds]).apply(async ([known, name, limit]) => {
      const failure = failureOf(known, name);
      if (failure === undefined || !noNode.test(failure) || attempt * stepSeconds > limit) return known;
      await pulumi.log.info(`waiting for a node: ${failure}`, owner, undefined, true);
      await new Promise((resolve) => setTimeout(resolve, stepSeconds * 1000));
      return from(attempt + 1, read(attempt));
    }) as StatusOutput;
  return from(1, status);
}
