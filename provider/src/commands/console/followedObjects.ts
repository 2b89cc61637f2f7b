// Which objects of the cluster the console follows for a stack. Pure.
import { objectOf, type StackFunction, type StateResource } from "../stackState";
import type { Followed } from "./clusterWatch";

/** The kinds of the graph's nodes, and what functions consist of. */
const ofGraph =
  /^kubernetes:(eventing|messaging|flows|sources|serving)\.knative\.dev\/[^:]+:(?!Trigger$|Subscription$)\w+(?<!Patch)$/;

export function followedObjects(resources: StateResource[], functions: StackFunction[]): Followed[] {
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  const nodes = resources
    .filter(({ type }) => ofGraph.test(type))
    .map((resource) => {
      const { connection, namespace, object } = objectOf(resource, byUrn);
      return { connection, apiVersion: object.apiVersion, kind: object.kind, namespace };
    });
  const pods = functions.flatMap(({ connection, namespace }) => [
    { connection, apiVersion: "serving.knative.dev/v1", kind: "Revision", namespace },
    { connection, apiVersion: "v1", kind: "Pod", namespace },
  ]);
  return [...new Map([...nodes, ...pods].map((one) => [JSON.stringify(one), one])).values()];
}
