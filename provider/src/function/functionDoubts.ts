// What is right as such and may surprise: a warning in previews and updates.
import * as pulumi from "@pulumi/pulumi";
import { knownOf } from "../pulumi/combined";
import { log } from "../pulumi/log";
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

/** Nothing where the values are not known, or one of them is secret. */
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
  return [`domains: reached from outside the cluster, though visibility is cluster-local: ${domains.join(", ")}`];
}

type Check = "httpGet" | "tcpSocket";
type Probe = { [check in Check]?: { port?: number } };

/** Pure. A function may well be asked for its health at another port. What Knative makes of a liveness probe: serving v0.50, rewriteUserProbe in pkg/reconciler/revision/resources/deploy.go. */
export function probeDoubts(probes: { readiness?: Probe; liveness?: Probe }, own: number): string[] {
  const elsewhere = (kind: "readiness" | "liveness") =>
    (["httpGet", "tcpSocket"] as const)
      .filter((check) => ![undefined, 0, own].includes(probes[kind]?.[check]?.port))
      .map((check) => [`probes.${kind}.${check}.port`, probes[kind]?.[check]?.port] as const);
  return [
    ...elsewhere("readiness").map(
      ([path, port]) =>
        `${path}: asks ${port}, and requests go to ${own}: that the function is ready says nothing of whether anything listens there`,
    ),
    ...elsewhere("liveness").map(
      ([path, port]) => `${path}: Knative asks the function's own port, ${own}, whatever stands here, got ${port}`,
    ),
  ];
}
