// Whether the program of a cluster is there that takes up objects of a class: else they would be awaited in vain.
import type * as pulumi from "@pulumi/pulumi";
import { tryQuery } from "./cluster";

/** `at` is its Deployment as Knative's releases have it, `namespace/name`. False too where the cluster does not tell. */
export async function isMissing(component: pulumi.Resource, at: string): Promise<boolean> {
  const [namespace, name = ""] = at.split("/");
  const found = await tryQuery(component, (cluster) =>
    cluster.get({ apiVersion: "apps/v1", kind: "Deployment", name, namespace }),
  );
  return found !== undefined && found.answer === undefined;
}
