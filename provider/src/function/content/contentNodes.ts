// Secrets and ConfigMaps of a function as nodes: those of the next revision and those of the earlier revisions that are retained.
import * as pulumi from "@pulumi/pulumi";
import { delayedUntil, type KubernetesObject } from "../../kubernetes/kubernetesObject";
import { stackState } from "../../pulumi/previous";
import { hasStackKey } from "../../pulumi/stackKey";
import { childrenOf, urnsOf } from "../../pulumi/urn";
import { asOutput, combined, knownOf } from "../../pulumi/value";
import type { Admission } from "../admission";
import type { NextRevision } from "../nextRevision";
import { expectedPrevious } from "../release/history";
import { registerObject, type Site } from "../site";
import type { ContentObject } from "./functionContent";

/**
 * New content gets a new node, so that the previous one can be retained. The nodes also wait for the build, so that a program that
 * does not compile leaves nothing behind.
 */
export function registerContent(
  site: Site,
  { image, content: { manifests } }: NextRevision,
  { granted }: Admission,
): Promise<KubernetesObject[]> | undefined {
  if (manifests.length === 0) return undefined;
  const built = site.spec.image === undefined ? image : undefined;
  const ready = combined([granted, built], () => undefined);
  const register = async (object: ContentObject) => {
    const node = `${site.name}/${await nodeName(site, object)}`;
    return registerObject(site, node, delayedUntil(object.manifest, ready), { protect: false });
  };
  return Promise.all(manifests.map(register));
}

/**
 * The object's own name. Before the stack has its key, a preview does not know a Secret's name: the node is then named by its purpose,
 * also in the update, or an update plan would be violated; and it retains that name as long as it has that content.
 */
async function nodeName(site: Site, { purpose, manifest }: ContentObject): Promise<string> {
  const name = await knownOf(pulumi.output(manifest.metadata.name));
  if (name === undefined) return purpose;
  const existing = await nodeOf(site, manifest.kind, name);
  if (existing !== undefined) return existing;
  return manifest.kind === "Secret" && !(await hasStackKey()) ? purpose : name;
}

/** The name, below the function, of the node that has this object in the state. */
async function nodeOf(site: Site, kind: string, name: string): Promise<string | undefined> {
  const [urns, state] = await Promise.all([urnsOf(site.owner), stackState()]);
  const children = urns.flatMap((urn) => childrenOf(state, urn, `kubernetes:core/v1:${kind}`));
  return children.find(([, { outputs }]) => outputs?.metadata?.name === name)?.[0];
}

/**
 * Retains what the retained revisions read, as it is in the state. A preview knows it too, so it shows what an update deletes.
 */
export async function keepContent(
  site: Site,
  revisions: Promise<string[]>,
  objects: pulumi.Input<string[]>,
): Promise<void> {
  const [before, kept, own] = await Promise.all([
    expectedPrevious(site.owner, site.last),
    revisions,
    knownOf(asOutput(objects)),
  ]);
  const wanted = new Set(kept.flatMap((revision) => before.contents[revision] ?? []));
  for (const object of [...wanted].filter((one) => own?.includes(one) !== true)) {
    const [kind = "", name = ""] = object.split(" ");
    const manifest = { apiVersion: "v1", kind, metadata: { name, namespace: site.spec.namespace } };
    const ignoreChanges = ["metadata", "immutable", "type", "data", "stringData"];
    const node = `${site.name}/${(await nodeOf(site, kind, name)) ?? name}`;
    registerObject(site, node, manifest, { protect: false, ignoreChanges });
  }
}
