// Namespaces that enforce Pod Security `restricted`: in a preview the webhook reports the violation, but not the argument that fixes it.
import * as pulumi from "@pulumi/pulumi";
import { tryQuery } from "../../cluster/cluster";
import { namespaceObject } from "../../cluster/namespaceObject";
import { log } from "../../pulumi/log";
import { asOutput, knownOf } from "../../pulumi/value";
import type { FunctionSpec } from "../functionSpec";

const enforced = "pod-security.kubernetes.io/enforce";

type Context = { runAsNonRoot?: pulumi.Input<boolean> | undefined } | undefined;

interface Container {
  /** Of its security context. */
  path: string;
  /** Its own, and its Pod's. */
  contexts: Context[];
}

/** Those of the function's Pods and of its gates' own programs. What this package adds to them is restricted already. */
function containersOf({ securityContext, pod, rollout = {} }: Spec): Container[] {
  const whole = pod.securityContext;
  const beside = (["sidecars", "initContainers"] as const).flatMap((list) =>
    (pod[list] ?? []).map((one, index) => ({
      path: `pod.${list}.${index}.securityContext`,
      contexts: [one.securityContext, whole],
    })),
  );
  const programs = (["smoke", "each"] as const).flatMap((gate) => {
    const job = rollout[gate]?.job;
    return job === undefined ? [] : [{ path: `rollout.${gate}.job.securityContext`, contexts: [job.securityContext] }];
  });
  return [{ path: "securityContext", contexts: [securityContext, whole] }, ...beside, ...programs];
}

type Spec = Pick<FunctionSpec, "namespace" | "securityContext" | "pod"> & Partial<Pick<FunctionSpec, "rollout">>;

/** Only warnings in previews: Knative's `secure-pod-defaults`, or a policy of the cluster, may set it as well. */
export async function warnPodSecurity(component: pulumi.ComponentResource, spec: Spec): Promise<void> {
  if (!pulumi.runtime.isDryRun()) return;
  const place = await knownOf(asOutput(spec.namespace)).catch(() => undefined);
  const bare = await Promise.all(containersOf(spec).map(pathIfBare));
  const paths = bare.filter((path) => path !== undefined);
  if (place === undefined || paths.length === 0) return;
  const live = (await tryQuery(component, (cluster) => namespaceObject(cluster, place)))?.answer;
  if (live?.metadata.labels?.[enforced] !== "restricted") return;
  const why = `namespace ${place} enforces Pod Security restricted, which rejects Pods without it; set it to true, with an image whose user is not root`;
  for (const path of paths) void log.warn(`${path}.runAsNonRoot: ${why}`, component);
}

/** Undefined also while the settings are unknown. */
async function pathIfBare({ path, contexts }: Container): Promise<string | undefined> {
  const settings = asOutput(contexts.map((context) => context?.runAsNonRoot));
  const known = await knownOf(settings).catch(() => undefined);
  return known === undefined || known.includes(true) ? undefined : path;
}
