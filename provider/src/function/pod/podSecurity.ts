// Namespaces that enforce Pod Security `restricted`: in a preview the webhook reports the violation, but not the argument that fixes it.
import * as pulumi from "@pulumi/pulumi";
import { tryQuery } from "../../cluster/cluster";
import { namespaceObject } from "../../cluster/namespaceObject";
import { asOutput, knownOf } from "../../pulumi/combined";
import { log } from "../../pulumi/log";
import type { FunctionSpec } from "../functionSpec";

const enforced = "pod-security.kubernetes.io/enforce";

/** Only a warning in previews: Knative's `secure-pod-defaults`, or a policy of the cluster, may set it as well. */
export async function warnPodSecurity(
  component: pulumi.ComponentResource,
  { namespace, securityContext, pod }: Pick<FunctionSpec, "namespace" | "securityContext" | "pod">,
): Promise<void> {
  if (!pulumi.runtime.isDryRun()) return;
  const settings = asOutput([securityContext.runAsNonRoot, pod.securityContext?.runAsNonRoot]);
  const [place, known] = await Promise.all([knownOf(asOutput(namespace)), knownOf(settings)]).catch(() => []);
  if (place === undefined || known === undefined || known.includes(true)) return;
  const live = (await tryQuery(component, (cluster) => namespaceObject(cluster, place)))?.answer;
  if (live?.metadata.labels?.[enforced] !== "restricted") return;
  void log.warn(
    `securityContext.runAsNonRoot: namespace ${place} enforces Pod Security restricted, which rejects Pods without it; set it to true, with an image whose user is not root`,
    component,
  );
}
