// The Knative Service of a function as a node, and its newest revision once it is ready.
import * as pulumi from "@pulumi/pulumi";
import type { Cluster } from "../../cluster/cluster";
import { podStep } from "../../cluster/podStep";
import type { Flags } from "../../features/enabledFlags";
import { delayedUntil, type KubernetesObject, type Manifest, withAnnotations } from "../../kubernetes/kubernetesObject";
import { readStatus, statusNow } from "../../kubernetes/readiness";
import { liveCause, remedied } from "../../kubernetes/waiting";
import { ownObject } from "../../ownership/ownObject";
import { asOutput, combined, knownOf, notKnown } from "../../pulumi/value";
import type { Admission } from "../admission";
import type { FunctionSpec } from "../functionSpec";
import type { NextRevision } from "../nextRevision";
import { podRemedies } from "../pod/podRemedies";
import { lateCause, revisionLabels, whyUnready } from "../pod/unready";
import { onceScheduled } from "../pod/unscheduled";
import type { Previous } from "../release/history";
import { conditions, readyRevision, registeredRevision, type ServiceStatus } from "../release/revision";
import type { Site } from "../site";
import { heldTraffic } from "../traffic/movedTraffic";
import { type Share, trafficShares } from "../traffic/trafficTable";
import { makeService } from "./serviceManifest";

/** Time in addition to the progress deadline, for the image resolver, the scheduler and the route. */
const slackSeconds = 80;

export function registerService(
  site: Site,
  { template, name: revision }: NextRevision,
  { granted }: Admission,
  { nodes: flags }: Flags,
  content: Promise<KubernetesObject[]> | undefined,
): NewestRevision {
  const { name, spec, child, ignored: ignoreChanges } = site;
  const until = combined([granted, heldTraffic(site)], () => undefined);
  const manifest = delayedUntil(makeService(spec, template, revision), until);
  const dependsOn = content?.then((nodes) => [...flags, ...nodes]) ?? flags;
  const options = { ...child, customTimeouts: timeoutsOf(spec), dependsOn, ignoreChanges };
  return newestOf(
    site,
    ownObject(name, withoutDryRun(manifest, flags), spec.name, options, waitingFor(manifest, spec)),
  );
}

function timeoutsOf({ readySeconds }: FunctionSpec): pulumi.CustomTimeouts {
  const limit = typeof readySeconds === "number" ? readySeconds + slackSeconds : 3600;
  return { create: `${limit}s`, update: `${limit}s` };
}

/**
 * A preview calls the cluster's webhook, which rejects a field whose flag is still off. The provider skips the call while an
 * annotation is unknown, so one is unknown until the flags are on.
 */
function withoutDryRun(manifest: Manifest, flags: pulumi.CustomResource[]): Manifest {
  if (flags.length === 0) return manifest;
  const on = pulumi.all(flags.map(({ id }) => id));
  return withAnnotations(manifest, { "pulumi.com/patchForce": on.apply(() => "true") });
}

/**
 * The uid, which distinguishes the Service from another of its name. A preview knows it only for a Service in the state: for a new one,
 * the API server's dry run returns a different uid, to which a plan would bind the update.
 */
export function uidOf({ last }: Site, service: KubernetesObject): pulumi.Output<string> {
  if (!pulumi.runtime.isDryRun()) return service.metadata.apply(({ uid }) => uid);
  const both = pulumi.all([service.metadata, last]);
  return both.apply(([{ uid }, before]) => (uid !== undefined && uid === before.uid ? uid : notKnown<string>()));
}

/** True if the Service in the state was deleted and one of its name is created: none of its revisions exists any more. */
export async function isNewService(service: KubernetesObject, before: Previous): Promise<boolean> {
  const uid = (await knownOf(service.metadata))?.uid;
  return before.uid !== undefined && uid !== undefined && uid !== before.uid;
}

/** The newest revision, as registered. */
export interface NewestRevision {
  service: KubernetesObject;
  /** Its name. */
  revision: pulumi.Output<string>;
  /** The same, once it is ready. */
  ready: pulumi.Output<string>;
  /** The final traffic table. */
  table: pulumi.Output<Share[]>;
}

function newestOf(site: Site, service: KubernetesObject): NewestRevision {
  const revision = registeredRevision(service);
  const table = pulumi.output(trafficShares(site.spec.traffic, revision));
  return { service, revision, table, ready: readyOf(site, service, revision) };
}

/** The revision once it is ready, even if its Pod had to wait for a node. */
function readyOf(site: Site, service: KubernetesObject, revision: pulumi.Output<string>): pulumi.Output<string> {
  const { owner, spec } = site;
  const read = () => readStatus<ServiceStatus>(service, owner);
  const status = statusNow<ServiceStatus>(service, owner, conditions.revision);
  const scheduled = onceScheduled(status, { owner, revision, readySeconds: spec.readySeconds, read });
  return readyRevision(scheduled, revision, { late: (name) => lateCause(site, name), remedies: podRemedies(spec) });
}

/** Uses the requested name, as the node's own is known only after the wait. */
async function waitingFor({ apiVersion, kind, spec: { template } }: Manifest, spec: FunctionSpec) {
  const [revision, namespace, name] = await Promise.all(
    [template.metadata.name, spec.namespace, spec.name].map((one) => knownOf(asOutput(one))),
  );
  const why = await whyUnready({ spec });
  if (revision === undefined || why === undefined) return undefined;
  const remedies = podRemedies(spec);
  return {
    what: `revision ${revision}`,
    why: remedied((cluster) => why(cluster, revision), remedies),
    atLast: remedied(liveCause({ apiVersion, kind, name, namespace }), remedies),
    step: (cluster: Cluster) => podStep(cluster, { namespace: namespace ?? "", labels: revisionLabels(revision) }),
  };
}
