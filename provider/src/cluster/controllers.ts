// Checks whether the controller for a class is installed; otherwise waiting for its objects would never end.
import type * as pulumi from "@pulumi/pulumi";
import { tryQuery } from "./cluster";

/** `at` is the controller's Deployment in Knative's releases, `namespace/name`. False also if the cluster can't be queried. */
export async function isMissing(component: pulumi.Resource, at: string): Promise<boolean> {
  const [namespace, name = ""] = at.split("/");
  const found = await tryQuery(component, (cluster) =>
    cluster.get({ apiVersion: "apps/v1", kind: "Deployment", name, namespace }),
  );
  return found !== undefined && found.answer === undefined;
}
