// Namespaces of suites: empty at the start, even if an earlier run was killed.
import { ApiError } from "./connection";
import { noteNamespace } from "./inUse";
import type { ClusterObjects, Item } from "./objects";

/** A namespace whose Pods have 300 s of grace takes half of that. */
const goneSeconds = 240;

export async function freshNamespace(cluster: ClusterObjects, name: string): Promise<void> {
  noteNamespace(name);
  if (await isMade(cluster, name)) return;
  const { metadata } = (await cluster.find("Namespace", undefined, name)) ?? {};
  if (metadata !== undefined && metadata.deletionTimestamp === undefined) await clear(cluster, name);
  await cluster.waitFor(
    "Namespace",
    undefined,
    name,
    `namespace ${name} is gone`,
    goneSeconds,
    (it) => it === undefined,
  );
  if (!(await isMade(cluster, name))) throw new Error(`another process uses the namespace ${name}`);
}

/** Creates the namespace; false if it exists. */
async function isMade(cluster: ClusterObjects, name: string): Promise<boolean> {
  try {
    await cluster.create({ apiVersion: "v1", kind: "Namespace", metadata: { name } });
    return true;
  } catch (error) {
    if (error instanceof ApiError && error.reason === "AlreadyExists") return false;
    throw error;
  }
}

/** Deletes what a killed run left: first what creates Pods, or the namespace would wait for their grace. */
async function clear(cluster: ClusterObjects, name: string): Promise<void> {
  for (const kind of ["Function", "KnativeService"] as const) await cluster.deleteAll(kind, name).catch(unlessUnknown);
  const noDeployment = (items: Item[]) => items.length === 0;
  await cluster.waitForAll("Deployment", name, {}, "its Deployments are gone", 30, noDeployment).catch(() => undefined);
  await cluster.deleteAll("Pod", name, { now: true });
  await cluster.delete("Namespace", undefined, name);
}

/** Ignores a kind that the cluster does not know: Knative or Functions may be missing. */
function unlessUnknown(error: Error): void {
  if (!(error instanceof ApiError) && !/the cluster knows no/.test(error.message)) throw error;
}
