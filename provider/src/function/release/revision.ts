// Names of revisions derived from their templates, and the status that Knative reports for a revision.
import * as pulumi from "@pulumi/pulumi";
import type { Condition, Status } from "../../cluster/conditions";
import { Failure } from "../../input/problems";
import type { KubernetesObject } from "../../kubernetes/kubernetesObject";
import { type Remedies, withRemedy } from "../../kubernetes/remedies";
import { contentHash } from "../../pulumi/hash";
import { asOutput, combined, type Value } from "../../pulumi/value";
import type { FunctionSpec } from "../functionSpec";
import type { Template } from "../pod/template";

/** Equal templates get equal names: no new revision, and returning to an old template returns to its revision. */
export function revisionName(spec: FunctionSpec, hash: pulumi.Input<string>): pulumi.Input<string> {
  return combined([spec.name, hash], (service, known) => `${service}-${known}`);
}

/** The hash reveals nothing of the template, so it is no secret even if the template is. */
export function templateHash(template: Template): pulumi.Input<string> {
  const hash = combined([template], (known) => contentHash(known));
  return pulumi.Output.isInstance<string>(hash) ? pulumi.unsecret(hash) : hash;
}

/**
 * The registered name: a transform of the user's program may have changed it, or removed it, so that Knative names the revision
 * itself; `ignoreChanges` may have retained the last one.
 */
export function registeredRevision(service: KubernetesObject): pulumi.Output<string> {
  const named = (): pulumi.Output<string> =>
    service.status.apply((status: ServiceStatus | undefined) => status?.latestCreatedRevisionName ?? "");
  return asOutput(combined([service.spec], (spec): Value<string> => spec.template.metadata?.name ?? named()));
}

export interface ServiceStatus extends Status {
  latestCreatedRevisionName?: string;
  latestReadyRevisionName?: string;
  url?: string;
  traffic?: { tag?: string; url?: string }[];
  address?: { url?: string };
}

/** The conditions of a Knative Service that report on its newest revision, and on its traffic. */
export const conditions = { revision: "ConfigurationsReady", route: "RoutesReady" };

function unmet(status: Status | undefined, type: string): Condition | undefined {
  return status?.conditions?.find((one) => one.type === type && one.status !== "True");
}

/** True while Knative is still reconciling. */
export function isUndecided(status: ServiceStatus | undefined): boolean {
  return unmet(status, conditions.revision)?.status === "Unknown";
}

/**
 * Why the revision is not ready, as Knative reports it, or undefined if it is. The status belongs to the Service's newest
 * generation: if it names an older revision, it says why the new one could not even be created.
 */
export function failureOf(status: ServiceStatus | undefined, revision: string): string | undefined {
  const condition = unmet(status, conditions.revision);
  if (condition === undefined) return undefined;
  return `revision ${revision} is not ready: ${cause(condition)}`;
}

/** Knative wraps the cause in `Revision "x" failed with message: ... .` */
function cause({ reason, message = "" }: Condition): string {
  return /failed with message: ([\s\S]*?)\s*\.?$/.exec(message)?.[1] ?? [reason, message].filter(Boolean).join(": ");
}

/** Knative's messages for a Pod that runs but never becomes ready, the second once it is deleted: neither says why. */
const progressTimeout = /has timed out progressing|Initial scale was never achieved/;

/** Knative's message for a program that exits with code 0. */
const exitedMessage = /container exited with no error/;

/** Adds what the Pods report. Once they are deleted, only new ones can. */
export function withCause(failure: string, revision: string, cause: string | undefined): string {
  if (cause !== undefined) return `revision ${revision} is not ready: ${cause}`;
  if (exitedMessage.test(failure)) return `${failure}; its program must keep running and serve HTTP on $PORT`;
  if (!progressTimeout.test(failure)) return failure;
  return `${failure}; its Pods no longer exist, so their cause is unknown: fix the function, or delete the revision, which Knative then creates again, and update once more`;
}

/**
 * The revision's name once Knative reports it ready, so that its users wait. A preview returns it immediately. `late` explains why a
 * running Pod is not ready.
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
    const cause = progressTimeout.test(failure) ? await late(name) : undefined;
    const reason = withCause(failure, name, cause);
    const serves = (known?.traffic ?? []).length > 0;
    const traffic = serves ? "traffic is unchanged" : "no revision serves yet";
    throw new Failure(`${withRemedy(reason, remedies)}\n  ${traffic}`);
  });
}

/**
 * The URL, once the route is ready. `status.address` always has the cluster-internal one, even right after the visibility changed,
 * which Knative applies later.
 */
export function servedUrl(spec: FunctionSpec, status: pulumi.Output<ServiceStatus | undefined>): pulumi.Output<string> {
  const url = combined([status, spec.visibility], (known, visibility) => {
    const route = unmet(known, conditions.route);
    if (route !== undefined && !pulumi.runtime.isDryRun()) {
      throw new Failure(`the route is not ready: ${cause(route)}`);
    }
    return (visibility === "cluster-local" ? known?.address?.url : known?.url) ?? "";
  });
  return asOutput(url);
}
