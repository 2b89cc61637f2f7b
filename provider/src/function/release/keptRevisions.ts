// Retains earlier revisions for rollbacks: a node for each protects it, and what it reads, from Knative's garbage collection.
import * as pulumi from "@pulumi/pulumi";
import { KubernetesPatch } from "../../kubernetes/kubernetesObject";
import { asOutput, combined, knownOf } from "../../pulumi/value";
import { keepContent } from "../content/contentNodes";
import { objectsOf } from "../content/functionContent";
import type { NextRevision } from "../nextRevision";
import { isNewService, type NewestRevision } from "../service/serviceNode";
import type { Site } from "../site";
import { type Share, trafficTargets } from "../traffic/trafficTable";
import { expectedPrevious, keptRevisions, type Previous } from "./history";

/** Returns, by retained revision, which of the function's own Secrets and ConfigMaps it reads. */
export function registerKept(
  site: Site,
  { content }: NextRevision,
  newest: NewestRevision,
): pulumi.Output<Previous["contents"]> {
  const objects = objectsOf(content);
  const expected = expectedRevisions(site, newest);
  void keepRevisions(site, expected, newest.service);
  void keepContent(site, expected, objects);
  return asOutput(combined([site.last, revisionsAfter(site, newest), objects], contentsRead));
}

/** The newest comes first. */
function revisionsAfter({ last, spec: { keep } }: Site, { revision, table }: NewestRevision): pulumi.Input<string[]> {
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
 * An equal revision reads the same objects, and deleted ones are created again; with `ignoreChanges` the retained revision may read
 * objects that are not this update's own.
 */
function readByNewest(before: string[], own: string[]): string[] {
  return before.every((object) => own.includes(object)) ? own : before;
}

/** Replaces the name of a revision that a preview does not know yet. */
const unnamed = "(new)";

/**
 * The same for the nodes: in a preview, an unknown newest revision counts as new. The retained ones then follow from the state, so
 * that the preview shows none as deleted that the update retains.
 */
async function expectedRevisions(
  { owner, last, spec }: Site,
  { revision, service }: NewestRevision,
): Promise<string[]> {
  const [before, newest = unnamed] = await Promise.all([expectedPrevious(owner, last), knownOf(revision)]);
  if (await isNewService(service, before)) return [newest];
  const table = (await knownOf(pulumi.output(trafficTargets(spec.traffic, newest)))) ?? [];
  return [newest, ...keptRevisions(before, newest, table as Share[], spec.keep)];
}

/** serving v0.50, pkg/apis/serving/register.go: RevisionPreservedAnnotationKey. */
const preserved = { "serving.knative.dev/no-gc": "true" };

/**
 * Retains all but the newest, which comes first. The revisions follow from the state, which a preview has too, so it shows the nodes
 * that an update creates. Without its node, Knative may collect a revision.
 */
async function keepRevisions(site: Site, revisions: Promise<string[]>, service: pulumi.Resource): Promise<void> {
  const [, ...earlier] = await revisions;
  for (const revision of earlier) keepRevision(site, revision, service);
}

/**
 * The name depends on the Service: if that is replaced, e.g. under another name, its retained revisions are released first. A revision
 * is deleted with its Service, and a deleted one can no longer be released.
 */
function keepRevision({ name, child, spec }: Site, revision: string, service: pulumi.Resource): void {
  const own = service.urn.apply(() => revision);
  const metadata = { name: own, namespace: spec.namespace, annotations: preserved };
  const manifest = { apiVersion: "serving.knative.dev/v1", kind: "Revision", metadata };
  const deletedWith = child.retainOnDelete ? undefined : service;
  const options = { ...child, protect: false, retainOnDelete: false, dependsOn: service, deletedWith };
  // Knative copies a revision's annotations to its Pods, so that a new one would restart them; it does not copy this one.
  new KubernetesPatch(`${name}/${revision}`, undefined, manifest, options);
}
