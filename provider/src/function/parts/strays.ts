// Secrets that the first update of a stack made and could not write down: their names went with its key, so no update finds them. Those
// of a stack that had this one's name look the same.
import * as pulumi from "@pulumi/pulumi";
import { backendMark } from "../../core/backend";
import { asked, type LiveObject } from "../../core/cluster";
import { asOutput, knownOf } from "../../core/combined";
import { log } from "../../core/log";
import { isOwn } from "../../core/marks";
import { previousResources } from "../../core/previous";
import { hasStackKey } from "../../core/stackKey";
import type { Content } from "./content";
import type { Site } from "./site";

/** The cluster is looked at while the stack has no key, and not again. */
export async function tellStrays({ owner, spec }: Site, { manifests }: Content): Promise<void> {
  const secrets = manifests.map(({ manifest }) => manifest).filter(({ kind }) => kind === "Secret");
  if (secrets.length === 0 || (await hasStackKey())) return;
  const [name, namespace] = await Promise.all([spec.name, spec.namespace].map((one) => knownOf(asOutput(one))));
  if (name === undefined || namespace === undefined) return;
  const made = await Promise.all(secrets.map(({ metadata }) => knownOf(pulumi.output(metadata.name))));
  const known = new Set([...made, ...(await inState(namespace))]);
  const found = await asked(owner, (cluster) =>
    cluster.list({ apiVersion: "v1", kind: "Secret", namespace }, "metadata"),
  );
  const mark = await backendMark();
  for (const { metadata } of found?.answer.filter((one) => isOwn(one, mark) && isOf(one, name)) ?? [])
    if (!known.has(metadata.name)) void log.warn(stray(namespace, metadata.name), owner);
}

const isOf = ({ metadata: { labels } }: LiveObject, name: string) => labels?.["app.kubernetes.io/name"] === name;

async function inState(namespace: string): Promise<string[]> {
  const secrets = await previousResources("kubernetes:core/v1:Secret");
  return secrets.filter(({ metadata }) => metadata?.namespace === namespace).map(({ metadata }) => metadata.name);
}

const stray = (namespace: string, name: string) =>
  `Secret ${namespace}/${name} has the labels of this stack, and is not in its state: an update that died has made it, the state was lost, or it is of a stack that had this one's name and was renamed, which needs it. Only where it is of no such stack, and no revision reads it any more, take it away with kubectl delete secret -n ${namespace} ${name}`;
