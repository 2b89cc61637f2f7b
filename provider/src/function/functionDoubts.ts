// Warnings in previews and updates about valid arguments that may have surprising effects.
import * as pulumi from "@pulumi/pulumi";
import { log } from "../pulumi/log";
import { knownOf } from "../pulumi/value";
import { warnExpansion } from "./container/expansion";
import type { FunctionSpec } from "./functionSpec";

export async function warnFunctionDoubts(component: pulumi.Resource, spec: FunctionSpec): Promise<void> {
  const { probes, port, visibility, domains } = spec;
  await Promise.all([
    warnExpansion(component, spec),
    warn(component, { probes, port }, (known) => probeDoubts(known.probes, known.port)),
    warn(component, { visibility }, (known) => domainDoubts(known.visibility, Object.keys(domains))),
  ]);
}

/** Stays silent while the values are not known, or if one of them is secret. */
async function warn<T extends object>(
  component: pulumi.Resource,
  values: T,
  doubts: (known: pulumi.Unwrap<T>) => string[],
): Promise<void> {
  const all = pulumi.output(values);
  const [known, isSecret] = await Promise.all([knownOf(all), pulumi.isSecret(all)]).catch(() => []);
  if (known === undefined || isSecret === true) return;
  for (const line of doubts(known)) void log.warn(line, component);
}

/** Pure. The mapping of a domain is always public: serving v0.50, MakeIngress in pkg/reconciler/domainmapping/resources/ingress.go. */
export function domainDoubts(visibility: string, domains: string[]): string[] {
  if (visibility !== "cluster-local" || domains.length === 0) return [];
  return [`domains: reachable from outside the cluster although visibility is cluster-local: ${domains.join(", ")}`];
}

type Check = "httpGet" | "tcpSocket";
type Probe = { [check in Check]?: { port?: number } };

/** Pure. A function may serve its health checks on another port. How Knative rewrites a liveness probe: serving v0.50, rewriteUserProbe in pkg/reconciler/revision/resources/deploy.go. */
export function probeDoubts(probes: { readiness?: Probe; liveness?: Probe }, own: number): string[] {
  const elsewhere = (kind: "readiness" | "liveness") =>
    (["httpGet", "tcpSocket"] as const)
      .filter((check) => ![undefined, 0, own].includes(probes[kind]?.[check]?.port))
      .map((check) => [`probes.${kind}.${check}.port`, probes[kind]?.[check]?.port] as const);
  return [
    ...elsewhere("readiness").map(
      ([path, port]) =>
        `${path}: probes port ${port}, but requests go to port ${own}; a ready function may not listen there`,
    ),
    ...elsewhere("liveness").map(
      ([path, port]) =>
        `${path}: Knative always probes the function's own port, ${own}, and ignores this value, got ${port}`,
    ),
  ];
}
