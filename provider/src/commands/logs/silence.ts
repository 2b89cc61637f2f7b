// Why no line was printed: what was asked for does not exist, or nothing has been logged.
import { clusterAt } from "../clusterAccess";
import { listAt } from "../clusterRequest";
import { CommandFailure } from "../commandErrors";
import type { ApiObject } from "../liveObject";
import { type LogSelection, selectorOf } from "./logSelections";
import type { Wanted } from "./podLogs";

/** A sentence; rejects if no function has the revision, or no Pod the container. */
export async function silence(
  selections: LogSelection[],
  { revision, container, sinceSeconds }: Wanted,
): Promise<string> {
  const found = (of: (one: LogSelection) => Promise<ApiObject[]>) =>
    Promise.all(selections.map(of)).then((all) => all.flat());
  if (revision !== undefined) {
    const known = (await found(revisionsOf)).map(({ metadata }) => metadata.name);
    if (!known.includes(revision)) throw new CommandFailure(noSuch("revision", revision, known));
  }
  const pods = await found(podsOf);
  if (container !== undefined && pods.length > 0) {
    const known = pods.flatMap(({ spec }) => spec.containers.map(({ name }: { name: string }) => name));
    if (!known.includes(container)) throw new CommandFailure(noSuch("container", container, known));
  }
  if (sinceSeconds !== undefined && pods.length > 0) return `nothing was logged in the last ${sinceSeconds} s`;
  return "no Pod has logged anything; functions without requests have no Pods";
}

function noSuch(what: string, name: string, known: string[]): string {
  const others = [...new Set(known)].sort().join(", ") || "none";
  return `there is no ${what} ${name}; there are ${others}`;
}

function revisionsOf({ connection, namespace, owners }: LogSelection): Promise<ApiObject[]> {
  const path = `/apis/serving.knative.dev/v1/namespaces/${namespace}/revisions`;
  return listAt(clusterAt(connection), path).then((all) =>
    all.filter(({ metadata }) => owners[metadata.labels?.["serving.knative.dev/service"]] !== undefined),
  );
}

function podsOf(one: LogSelection): Promise<ApiObject[]> {
  const path = `/api/v1/namespaces/${one.namespace}/pods`;
  return listAt(clusterAt(one.connection), path, { labelSelector: selectorOf(one) });
}
