// Namespaces under Pod Security `restricted`: the webhook says in a preview what is forbidden there, and not which argument helps.
import * as pulumi from "@pulumi/pulumi";
import { tryQuery } from "../../cluster/cluster";
import { namespaceObject } from "../../cluster/namespaceObject";
import { asOutput, knownOf } from "../../pulumi/combined";
import { log } from "../../pulumi/log";
import type { FunctionSpec } from "../functionSpec";

const enforced = "pod-security.kubernetes.io/enforce";

/** A warning in previews: Knative's `secure-pod-defaults`, or a policy of the cluster's own, may set it as well. */
export async function warnPodSecurity(
  component: pulumi.ComponentResource,
  { namespace, securityContext, pod }: Pick<FunctionSpec, "namespace" | "securityContext" | "pod">,
): Promise<void> {
  if (!pulumi.runtime.isDryRun()) return;
  const said = asOutput([securityContext.runAsNonRoot, pod.securityContext?.runAsNonRoot]);
  const [place, known] = await Promise.all([knownOf(asOutput(namespace)), knownOf(said)]).catch(() => []);
  if (place === undefined || known === undefined || known.includes(true)) return;
  const live = (await tryQuery(component, (cluster) => namespaceObject(cluster, place)))?.answer;
  if (live?.metadata.labels?.[enforced] !== "restricted") return;
  void log.warn(
    `securityContext.runAsNonRoot: namespace ${place} is under Pod Security restricted, which takes no Pod without it; set it to true, for an image whose user is not root`,
    component,
  );
}
