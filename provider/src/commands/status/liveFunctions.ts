// Reads the Knative Services, revisions and Pods of functions from their clusters: three lists for each namespace.

import { clusterAt } from "../clusterAccess";
import { listAt } from "../clusterRequest";
import { CommandFailure } from "../commandErrors";
import type { StackFunction } from "../stackState";
import { type FunctionStatus, type Live, liveStatus } from "./functionStatus";

/** The status of each function, or why its cluster does not tell. */
export type Answered = { one: StackFunction; status: FunctionStatus } | { one: StackFunction; failure: string };

export async function liveFunctions(functions: StackFunction[]): Promise<Answered[]> {
  const asked = new Map<string, Promise<Live>>();
  return Promise.all(
    functions.map(async (one): Promise<Answered> => {
      const key = JSON.stringify([one.connection, one.namespace]);
      const live = asked.get(key) ?? liveIn(one);
      asked.set(key, live);
      try {
        return { one, status: liveStatus(one, await live) };
      } catch (error) {
        return { one, failure: reasonOf(error as Error) };
      }
    }),
  );
}

/** Of a kubeconfig that can't be read too, which is no mistake of this program. */
function reasonOf(error: Error): string {
  return error instanceof CommandFailure ? error.message : `the cluster can't be queried: ${error.message}`;
}

async function liveIn({ connection, namespace }: StackFunction): Promise<Live> {
  const config = clusterAt(connection);
  const serving = `/apis/serving.knative.dev/v1/namespaces/${namespace}`;
  const [services, revisions, pods] = await Promise.all([
    listAt(config, `${serving}/services`),
    listAt(config, `${serving}/revisions`),
    listAt(config, `/api/v1/namespaces/${namespace}/pods`, { labelSelector: "serving.knative.dev/service" }),
  ]);
  return { services, revisions, pods };
}
