// Manifests of probes, with Knative's defaults written out: otherwise changing the Service would also change its template. Pure.
import type { Input } from "@pulumi/pulumi";
import { given } from "../../input/given";
import type { Container, Probe } from "../../kubernetes/objectTypes";
import { combined, optional, type Value } from "../../pulumi/value";
import type { FunctionProbeArgs, FunctionProbesArgs } from "../functionArgs.gen";

type Probes = Pick<Container, "readinessProbe" | "livenessProbe" | "startupProbe">;

/** serving v0.50, pkg/apis/serving/v1/revision_defaults.go: applyUserContainerDefaultReadinessProbe. */
export function probesOf({ readiness, liveness, startup }: FunctionProbesArgs, port: Input<number>): Probes {
  const requested: FunctionProbeArgs = readiness ?? {};
  const check = hasCheck(requested) ? requested : { ...requested, tcpSocket: {} };
  return {
    readinessProbe: ready(atOwnPort(check, port)),
    ...given({
      livenessProbe: liveness && atOwnPort(liveness, port),
      startupProbe: startup && atOwnPort(startup, port, port),
    }),
  };
}

/** Sidecars have only the probes that are set, each with its port. */
export function sidecarProbes({ readiness, liveness, startup }: FunctionProbesArgs): Probes {
  return given({
    readinessProbe: readiness && ready(atGivenPort(readiness)),
    livenessProbe: liveness && atGivenPort(liveness),
    startupProbe: startup && atGivenPort(startup),
  });
}

/** The rules of a sidecar's probes have found the port. */
const atGivenPort = (probe: FunctionProbeArgs) => withService(probe) as Probe;

function hasCheck({ httpGet, tcpSocket, grpc, exec }: FunctionProbeArgs): boolean {
  return [httpGet, tcpSocket, grpc, exec].some((check) => check !== undefined);
}

/**
 * Port 0 means the function's own port, which Knative fills in when it creates the Pod; except for gRPC and startup probes.
 */
function atOwnPort(probe: FunctionProbeArgs, own: Input<number>, fallback: Input<number> = 0): Probe {
  const { httpGet, tcpSocket, grpc, ...others } = probe;
  return withService({
    ...others,
    ...given({
      httpGet: httpGet && { ...httpGet, port: httpGet.port ?? fallback },
      tcpSocket: tcpSocket && { ...tcpSocket, port: tcpSocket.port ?? fallback },
      grpc: grpc && { ...grpc, port: grpc.port ?? own },
    }),
  });
}

function withService<Checked extends FunctionProbeArgs>(probe: Checked): Checked {
  return probe.grpc === undefined ? probe : { ...probe, grpc: { ...probe.grpc, service: probe.grpc.service ?? "" } };
}

function ready(probe: Probe): Probe {
  const { periodSeconds, timeoutSeconds, failureThreshold, successThreshold } = probe;
  return given({
    ...probe,
    successThreshold: successThreshold ?? 1,
    timeoutSeconds: timeoutSeconds ?? withPeriod(periodSeconds, 1),
    failureThreshold: failureThreshold ?? withPeriod(periodSeconds, 3),
  });
}

/** With a period, Kubernetes runs the probe and has this default; without, Knative runs it and has none. */
function withPeriod(period: Input<number> | undefined, fallback: number): Value<number> {
  return optional(combined([period], (known) => (known ? fallback : undefined)));
}
