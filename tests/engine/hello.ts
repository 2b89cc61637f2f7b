// A function that needs no build, for programs about something else.
import type { TestCluster } from "../cluster/cluster";

/** The image that the quickstart's function runs. */
export async function helloImage(cluster: TestCluster): Promise<string> {
  const service = await cluster.get("KnativeService", "default", "hello");
  return service.spec.template.spec.containers[0].image;
}

/** A Pod may finish its requests before it ends, so a destroy takes about as long as a request may. */
export const timeouts = { requestSeconds: 5 };
