// Earlier revisions that can be gone back to: kept from Knative's garbage collection with what they read, each by a node.
import * as pulumi from "@pulumi/pulumi";
import { KubernetesPatch } from "../../kubernetes/kubernetesObject";
import { asOutput, combined, knownOf } from "../../pulumi/combined";
import { keepContent } from "../content/contentNodes";
import { objectsOf } from "../content/functionContent";
import type { NextRevision } from "../nextRevision";
import { isNewService, type Newest } from "../service/serviceNode";
import type { Site } from "../site";
import { type Share, trafficTargets } from "../traffic/trafficTable";
import { expectedPrevious, keptRevisions, type Previous } from "./history";

/** Returns, by revision that stays, what it reads of the function's own Secrets and ConfigMaps. */
export function registerKept(
  site: Site,
  { content }: NextRevision,
  newest: Newest,
): pulumi.Output<Previous["contents"]> {
  const objects = objectsOf(content);
  const expected = expectedRevisions(site, newest);
  void keepRevisions(site, expected, newest.service);
  void keepContent(site, expected, objects);
  return asOutput(combined([site.last, revisionsAfter(site, newest), objects], contentsRead));
}

/** The newest leads. */
function revisionsAfter({ last, spec: { keep } }: Site, { revision, table }: Newest): pulumi.Input<string[]> {
  return combined([last, revision, table], (before, own, to) => [own, ...keptRevisions(before, own, to, keep)]);
}

function contentsRead({ contents }: Previous, revisions: string[], own: string[]): Previous["contents"] {
  const entries = revisions.map((name, index): [string, string[]] => [
    name,
    index === 0 ? readByNewest(contents[name] ?? [], own) : (contents[name] ?? []),
  ]);
  return Object.fromEntries(entries.filter(([, reads]) => reads.length > 0));
}

/**
 * An equal revision reads what it read, and what of that was taken away is made again; `ignoreChanges` may have kept one that
 * reads what is not this update's own.
 */
function readByNewest(before: string[], own: string[]): string[] {
  return before.every((object) => own.includes(object)) ? own : before;
}

/** Stands for a revision whose name a preview does not know yet. */
const unnamed = "(new)";

/**
 * The same for the nodes: a preview that does not know the newest revision takes it for a new one. Which earlier ones stay
 * follows from the state then, and none of them is shown as deleted that an update keeps.
 */
async function expectedRevisions({ owner, last, spec }: Site, { revision, service }: Newest): Promise<string[]> {
  const [before, newest = unnamed] = await Promise.all([expectedPrevious(owner, last), knownOf(revision)]);
  if (await isNewService(service, before)) return [newest];
  const table = (await knownOf(pulumi.output(trafficTargets(spec.traffic, newest)))) ?? [];
  return [newest, ...keptRevisions(before, newest, table as Share[], spec.keep)];
}

/** serving v0.50, pkg/apis/serving/register.go: RevisionPreservedAnnotationKey. */
const preserved = { "serving.knative.dev/no-gc": "true" };

/**
 * Of all that stay, which the newest leads, the earlier ones. Which revisions these are follows from the state, which is there
 * in a preview too, so a preview shows the nodes that an update makes. Without its node a revision is Knative's to collect.
 */
async function keepRevisions(site: Site, revisions: Promise<string[]>, service: pulumi.Resource): Promise<void> {
  const [, ...earlier] = await revisions;
  for (const revision of earlier) keepRevision(site, revision, service);
}

/**
 * The name comes by way of the Service: where that is deleted and made anew, as under another name, what is kept of it is let go of
 * first. A revision goes with its Service, and of one that is gone nothing can be let go of any more.
 */
function keepRevision({ name, child, spec }: Site, revision: string, service: pulumi.Resource): void {
  const own = service.urn.apply(() => revision);
  const metadata = { name: own, namespace: spec.namespace, annotations: preserved };
  const manifest = { apiVersion: "serving.knative.dev/v1", kind: "Revision", metadata };
  const deletedWith = child.retainOnDelete ? undefined : service;
  const options = { ...child, protect: false, retainOnDelete: false, dependsOn: service, deletedWith };
  // Knative hands the annotations of a revision to its Pods, which a new one would start anew; this one it leaves out.
  new KubernetesPatch(`${name}/${revision}`, undefined, manifest, options);
}
