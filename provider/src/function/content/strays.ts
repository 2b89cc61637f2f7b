// Warns of Secrets that a stack's first update created but could not record: their names were lost with its key, so no update finds
// them. Those of a stack that had this one's name before look the same.
import * as pulumi from "@pulumi/pulumi";
import { type LiveObject, tryQuery } from "../../cluster/cluster";
import { isOwn } from "../../ownership/marks";
import { backendMark } from "../../pulumi/backend";
import { log } from "../../pulumi/log";
import { previousResources } from "../../pulumi/previous";
import { hasStackKey } from "../../pulumi/stackKey";
import { asOutput, knownOf } from "../../pulumi/value";
import type { Site } from "../site";
import type { Content } from "./functionContent";

/** Queries the cluster only while the stack has no key. */
export async function warnStrays({ owner, spec }: Site, { manifests }: Content): Promise<void> {
  const secrets = manifests.map(({ manifest }) => manifest).filter(({ kind }) => kind === "Secret");
  if (secrets.length === 0 || (await hasStackKey())) return;
  const [name, namespace] = await Promise.all([spec.name, spec.namespace].map((one) => knownOf(asOutput(one))));
  if (name === undefined || namespace === undefined) return;
  const made = await Promise.all(secrets.map(({ metadata }) => knownOf(pulumi.output(metadata.name))));
  const known = new Set([...made, ...(await inState(namespace))]);
  const found = await tryQuery(owner, (cluster) =>
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
  `Secret ${namespace}/${name} has the labels of this stack but is not in its state: an interrupted update created it, the state was lost, or it belongs to a renamed stack that had this one's name and still needs it. Only if it belongs to no such stack, and no revision reads it any more, delete it with kubectl delete secret -n ${namespace} ${name}`;
