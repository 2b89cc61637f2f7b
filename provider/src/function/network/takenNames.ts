// Checks that no other Kubernetes Service has a name that Knative needs for the function or a tag: the route would get no address.
import * as pulumi from "@pulumi/pulumi";
import { displayName, type LiveObject, tryQuery } from "../../cluster/cluster";
import { InvalidArgs, type Problem, show } from "../../input/problems";
import { claimName } from "../../ownership/owner";
import type { FunctionSpec } from "../functionSpec";

const service = { apiVersion: "v1", kind: "Service" };

/** Known once the check has found no such Service. The Services of a namespace are listed only once. */
export function withFreeNames(
  component: pulumi.ComponentResource,
  { name, namespace, traffic = [] }: Pick<FunctionSpec, "name" | "namespace" | "traffic">,
): pulumi.Output<unknown> {
  const tags = traffic.map(({ tag }) => tag);
  return pulumi.all([name, namespace, pulumi.all(tags)]).apply(async ([own, place, known]) => {
    const list = tryQuery(component, (cluster) => cluster.list({ ...service, namespace: place }, "metadata"));
    const problems = takenNames((await list)?.answer ?? [], own, known);
    if (problems.length > 0) throw new InvalidArgs("Function", problems);
    for (const needed of neededNames(own, known))
      await claimName({ ...service, name: needed.name, namespace: place }, component);
  });
}

/** Pure. Named as by Knative's own `tag-template` (networking, pkg/config). */
export function takenNames(services: LiveObject[], name: string, tags: (string | undefined)[]): Problem[] {
  return neededNames(name, tags).flatMap(({ name: needed, propertyPath, given }) => {
    const other = services.find((one) => one.metadata.name === needed && !isOfRoute(one, name));
    if (other === undefined) return [];
    const taken = displayName({ kind: service.kind, name: needed, namespace: other.metadata.namespace });
    const reason = `${taken} (v1) already exists, and Knative needs its name for the function's address; delete it first, or choose another ${propertyPath === "name" ? "name" : "tag"}, got ${show(given)}`;
    return [{ propertyPath, reason }];
  });
}

const neededNames = (name: string, tags: (string | undefined)[]) => [
  { name, propertyPath: "name", given: name },
  ...tags.flatMap((tag, index) =>
    tag === undefined ? [] : [{ name: `${tag}-${name}`, propertyPath: `traffic.${index}.tag`, given: tag }],
  ),
];

const isOfRoute = ({ metadata: { ownerReferences = [] } }: LiveObject, name: string) =>
  ownerReferences.some((owner) => owner.kind === "Route" && owner.name === name);
