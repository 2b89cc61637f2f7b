// What must hold for containers: their names, variables, probes and rights.
import { type Problem, show } from "../../input/problems";
import type { Known, Names } from "../knownArgs";

/** All become environment variables of one container. */
export function distinctVariables(known: Known, names: Names): Problem[] {
  const twice = (map: string, others: string[]) =>
    names(map).flatMap((name) => {
      const other = others.find((candidate) => names(candidate).includes(name));
      return other === undefined
        ? []
        : [{ propertyPath: `${map}.${name}`, reason: `is in ${other} too; keep ${show(name)} in one of them` }];
    });
  const beside = besides(known).flatMap(({ path, container }) =>
    Object.keys(container.envValueFrom ?? {})
      .filter((name) => name in (container.env ?? {}))
      .map((name) => ({
        propertyPath: `${path}.envValueFrom.${name}`,
        reason: `is in env too; keep ${show(name)} in one of them`,
      })),
  );
  return [...twice("secrets", ["env"]), ...twice("envValueFrom", ["env", "secrets"]), ...beside];
}

export function distinctContainers(known: Known): Problem[] {
  const seen = new Set<string>();
  return besides(known).flatMap(({ path, container }) => {
    const isTwice = seen.has(container.name);
    seen.add(container.name);
    return isTwice
      ? [
          {
            propertyPath: `${path}.name`,
            reason: `${show(container.name)} is the name of another container; rename one`,
          },
        ]
      : [];
  });
}

type Probes = NonNullable<Known["probes"]>;
type Probe = NonNullable<Probes["readiness"]>;

const checks = ["httpGet", "tcpSocket", "grpc", "exec"] as const;

export function probeRules({ probes, pod }: Known): Problem[] {
  const beside = (pod?.sidecars ?? []).flatMap((sidecar, index) =>
    ofContainer(`pod.sidecars.${index}.probes`, sidecar.probes ?? {}, true),
  );
  return [...ofContainer("probes", probes ?? {}, false), ...beside];
}

function ofContainer(path: string, probes: Probes, isSidecar: boolean): Problem[] {
  return (["readiness", "liveness", "startup"] as const).flatMap((kind) => {
    const probe = probes[kind];
    if (probe === undefined) return [];
    const rules = [
      oneCheck(kind, probe, isSidecar),
      sidecarPort(probe, isSidecar),
      kind === "readiness" ? readiness(probe) : others(kind, probe),
    ];
    return rules.flat().map(({ propertyPath, reason }) => ({
      propertyPath: [path, kind, propertyPath].filter(Boolean).join("."),
      reason,
    }));
  });
}

/** Knative gives the function's own readiness a check when it has none. */
function oneCheck(kind: string, probe: Probe, isSidecar: boolean): Problem[] {
  const given = checks.filter((check) => probe[check] !== undefined);
  if (given.length === 1 || (given.length === 0 && kind === "readiness" && !isSidecar)) return [];
  const reason =
    given.length > 1
      ? `${given.join(" and ")} are mutually exclusive; set only one`
      : `expected exactly one of ${checks.join(", ")}; set one of them`;
  return [{ propertyPath: given[1] ?? "", reason }];
}

function sidecarPort(probe: Probe, isSidecar: boolean): Problem[] {
  const ports = (["httpGet", "tcpSocket", "grpc"] as const).filter(
    (check) => probe[check] !== undefined && probe[check].port === undefined,
  );
  return isSidecar
    ? ports.map((check) => ({
        propertyPath: `${check}.port`,
        reason: "is required in a sidecar: name the port that is asked",
      }))
    : [];
}

/** serving v0.50, pkg/apis/serving/k8s_validation.go: validateReadinessProbe. */
function readiness(probe: Probe): Problem[] {
  const ownRhythm = (["timeoutSeconds", "failureThreshold"] as const).filter(
    (name) => probe[name] !== undefined && !probe.periodSeconds,
  );
  return ownRhythm.map((name) => ({
    propertyPath: name,
    reason: `has no meaning without periodSeconds, as Knative then asks in its own rhythm, got ${show(probe[name])}; give periodSeconds too`,
  }));
}

function others(kind: string, { successThreshold }: Probe): Problem[] {
  if (successThreshold === undefined || successThreshold === 1) return [];
  return [{ propertyPath: "successThreshold", reason: `expected 1 for ${kind}, got ${show(successThreshold)}` }];
}

export function seccompProfiles(known: Known): Problem[] {
  const contexts = [
    { path: "", context: known.securityContext },
    { path: "pod.", context: known.pod?.securityContext },
    ...besides(known).map(({ path, container }) => ({ path: `${path}.`, context: container.securityContext })),
    ...gateJobs(known).map(({ path, job }) => ({ path: `${path}.`, context: job.securityContext })),
  ];
  return contexts.flatMap(({ path, context }) => {
    const { type, localhostProfile } = context?.seccompProfile ?? {};
    if (type === undefined || (type === "Localhost") === (localhostProfile !== undefined)) return [];
    const reason =
      type === "Localhost"
        ? 'is required with the type "Localhost"'
        : `is for the type "Localhost" only, and the type is ${show(type)}; leave it out`;
    return [{ propertyPath: `${path}securityContext.seccompProfile.localhostProfile`, reason }];
  });
}

/** Programs that are gates with their paths. */
function gateJobs({ rollout }: Known) {
  return (["smoke", "each"] as const).flatMap((gate) => {
    const job = rollout?.[gate]?.job;
    return job === undefined ? [] : [{ path: `rollout.${gate}.job`, job }];
  });
}

/** Sidecars and init containers with their paths. */
function besides({ pod }: Known) {
  return (["initContainers", "sidecars"] as const).flatMap((list) =>
    (pod?.[list] ?? []).map((container, index) => ({ path: `pod.${list}.${index}`, container })),
  );
}
