// Names of revisions and Secrets from their content, and what Knative says of a revision.
import * as pulumi from "@pulumi/pulumi";
import type { Condition, Status } from "../../cluster/conditions";
import { Failure } from "../../input/problems";
import type { KubernetesObject } from "../../kubernetes/kubernetesObject";
import { type Remedies, withRemedy } from "../../kubernetes/remedies";
import { asOutput, combined } from "../../pulumi/combined";
import { contentHash } from "../../pulumi/hash";
import type { FunctionSpec } from "../functionSpec";
import type { Template } from "../pod/template";

/** An equal template has an equal name: no new revision, and going back to an old template is going back to its revision. */
export function revisionName(spec: FunctionSpec, hash: pulumi.Input<string>): pulumi.Input<string> {
  return combined([spec.name, hash], (service, known) => `${service}-${known}`);
}

/** It gives nothing of the template away, so it is no secret even where the template is. */
export function templateHash(template: Template): pulumi.Input<string> {
  const hash = combined([template], (known) => contentHash(known));
  return pulumi.Output.isInstance<string>(hash) ? pulumi.unsecret(hash) : hash;
}

/**
 * The name that was registered: a transform of the user's program may have changed it, or taken it away, so that Knative
 * names the revision itself; `ignoreChanges` may have kept the last one.
 */
export function registeredRevision(service: KubernetesObject): pulumi.Output<string> {
  const named = (): pulumi.Output<string> =>
    service.status.apply((status: ServiceStatus | undefined) => status?.latestCreatedRevisionName ?? "");
  return service.spec.apply(
    (spec): pulumi.Input<string> => spec.template.metadata?.name ?? named(),
  ) as pulumi.Output<string>;
}

export interface ServiceStatus extends Status {
  latestCreatedRevisionName?: string;
  latestReadyRevisionName?: string;
  url?: string;
  traffic?: { tag?: string; url?: string }[];
  address?: { url?: string };
}

/** The conditions of a Knative Service that decide over its newest revision, and over its traffic. */
export const conditions = { revision: "ConfigurationsReady", route: "RoutesReady" };

function undone(status: Status | undefined, type: string): Condition | undefined {
  return status?.conditions?.find((one) => one.type === type && one.status !== "True");
}

/** True while Knative is still at it. */
export function isUndecided(status: ServiceStatus | undefined): boolean {
  return undone(status, conditions.revision)?.status === "Unknown";
}

/**
 * Why the revision is not ready, in Knative's words, or undefined when it is. The status was awaited for the Service's
 * newest generation: one that names an older revision says why the new one could not even be made.
 */
export function failureOf(status: ServiceStatus | undefined, revision: string): string | undefined {
  const condition = undone(status, conditions.revision);
  if (condition === undefined) return undefined;
  return `revision ${revision} is not ready: ${cause(condition)}`;
}

/** Knative wraps the cause in `Revision "x" failed with message: ... .` */
function cause({ reason, message = "" }: Condition): string {
  return /failed with message: ([\s\S]*?)\s*\.?$/.exec(message)?.[1] ?? [reason, message].filter(Boolean).join(": ");
}

/** Knative's words where a Pod runs and never gets ready, the second once it is gone: they say nothing of why. */
const lateWords = /has timed out progressing|Initial scale was never achieved/;

/** Knative's words for a program that did its work and ended (ExitCode0). */
const endedWords = /container exited with no error/;

/** With what its Pods say. Where there are none any more, the next ones can be asked. */
export function withCause(failure: string, revision: string, cause: string | undefined): string {
  if (cause !== undefined) return `revision ${revision} is not ready: ${cause}`;
  if (endedWords.test(failure)) return `${failure}; its program has to run on, and to serve HTTP on $PORT`;
  if (!lateWords.test(failure)) return failure;
  return `${failure}; its Pods are gone and can't be asked why: mend the function, or delete the revision, which Knative makes again, and update once more`;
}

/**
 * The revision's name once Knative says that it is ready: what uses it waits for that. A preview names it at once. `late` says why a
 * Pod that runs is not ready.
 */
export function readyRevision(
  status: pulumi.Output<ServiceStatus | undefined>,
  revision: pulumi.Output<string>,
  { late, remedies }: { late: (revision: string) => Promise<string | undefined>; remedies: Remedies },
): pulumi.Output<string> {
  if (pulumi.runtime.isDryRun()) return revision;
  return pulumi.all([status, revision]).apply(async ([known, name]) => {
    const failure = failureOf(known, name);
    if (failure === undefined) return name;
    const cause = lateWords.test(failure) ? await late(name) : undefined;
    const told = withCause(failure, name, cause);
    const serves = (known?.traffic ?? []).length > 0;
    const traffic = serves ? "traffic stays where it was" : "no revision serves yet";
    throw new Failure(`${withRemedy(told, remedies)}\n  ${traffic}`);
  });
}

/**
 * The URL, once the route has taken the traffic over. `status.address` always has the one inside the cluster, also just
 * after the visibility changed, which Knative follows only later.
 */
export function servedUrl(spec: FunctionSpec, status: pulumi.Output<ServiceStatus | undefined>): pulumi.Output<string> {
  const url = combined([status, spec.visibility], (known, visibility) => {
    const route = undone(known, conditions.route);
    if (route !== undefined && !pulumi.runtime.isDryRun()) {
      throw new Failure(`the route is not ready: ${cause(route)}`);
    }
    return (visibility === "cluster-local" ? known?.address?.url : known?.url) ?? "";
  });
  return asOutput(url);
}
