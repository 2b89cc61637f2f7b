// All objects of a cluster by name, to compare two points in time.
import { existsSync, renameSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { kubectl } from "./kubectl";
import { paths } from "./settings";

/** Types whose objects are created and deleted by themselves. */
const passing = [
  "componentstatuses",
  "events",
  "events.events.k8s.io",
  "leases.coordination.k8s.io",
  "certificatesigningrequests.certificates.k8s.io",
];

const columns = "A:.apiVersion,K:.kind,S:.metadata.namespace,N:.metadata.name";
const absent = "<none>";

/** Every object of every type that can be listed, as "apiVersion/kind namespace/name" (or only name), sorted. */
export async function listObjects(kubeconfig: string): Promise<string[]> {
  const types = await kubectl(kubeconfig, ["api-resources", "--verbs=list", "--output=name"]);
  const listed = types.split("\n").filter((type) => type !== "" && !passing.includes(type));
  const output = ["--no-headers", "--ignore-not-found", `--output=custom-columns=${columns}`];
  return parseObjects(await kubectl(kubeconfig, ["get", listed.join(","), "--all-namespaces", ...output]));
}

export function parseObjects(table: string): string[] {
  const rows = table.split("\n").filter((row) => row.trim() !== "");
  const objects = rows.map((row) => {
    const [version, kind, namespace, name] = row.trim().split(/\s+/);
    return `${version}/${kind} ${namespace === absent ? "" : `${namespace}/`}${name}`;
  });
  return [...new Set(objects)].sort();
}

/** Records the objects of the cluster before anything is deployed to it; later calls keep the record. */
export async function rememberEmptyCluster(): Promise<void> {
  if (existsSync(paths.emptyCluster)) return;
  const unfinished = `${paths.emptyCluster}.unfinished`;
  writeFileSync(unfinished, `${JSON.stringify(await settledObjects(), null, 2)}\n`);
  renameSync(unfinished, paths.emptyCluster);
}

/** The controllers create their first objects one by one: the last ones, and two equal lists in a row, mean that they have finished. */
async function settledObjects(): Promise<string[]> {
  let last: string[] = [];
  for (let round = 0; round < 40; round++, await sleep(200)) {
    const objects = await listObjects(paths.kubeconfig);
    if (objects.join() === last.join() && hasDefaults(objects)) return objects;
    last = objects;
  }
  return last;
}

/** What the controllers create last: in every namespace a service account and the authority's certificate. */
function hasDefaults(objects: string[]): boolean {
  const namespaces = objects.flatMap((object) => /^v1\/Namespace (.*)/.exec(object)?.[1] ?? []);
  const defaults = ["v1/ServiceAccount NAMESPACE/default", "v1/ConfigMap NAMESPACE/kube-root-ca.crt"];
  return namespaces.every((name) => defaults.every((object) => objects.includes(object.replace("NAMESPACE", name))));
}
