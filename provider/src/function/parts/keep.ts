// Earlier revisions that can be gone back to: kept from Knative's garbage collection, each by a node of its own.
import type * as pulumi from "@pulumi/pulumi";
import { knownOf } from "../../core/combined";
import { KubernetesPatch } from "../../core/kubernetes";
import type { Part } from "./part";

/** serving v0.50, pkg/apis/serving/register.go: RevisionPreservedAnnotationKey. */
const preserved = { "serving.knative.dev/no-gc": "true" };

/**
 * Which revisions these are follows from the state, which is there in a preview too, so a preview shows the nodes that an
 * update makes. Without its node a revision is Knative's to collect.
 */
export async function keep(
  { name, child, spec }: Part,
  revisions: pulumi.Output<string[]>,
  after: pulumi.Resource,
): Promise<void> {
  for (const revision of (await knownOf(revisions)) ?? []) {
    const metadata = { name: revision, namespace: spec.namespace, annotations: preserved };
    const manifest = { apiVersion: "serving.knative.dev/v1", kind: "Revision", metadata };
    const options = { ...child, retainOnDelete: false, dependsOn: after };
    // Knative hands the annotations of a revision to its Pods, which a new one would start anew; this one it leaves out.
    new KubernetesPatch(`${name}/${revision}`, undefined, manifest, options);
  }
}
