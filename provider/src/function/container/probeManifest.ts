// Probes with what Knative fills in written out: without it, a Service could not be changed beside its template. Pure.
import { type Input, type Output, output } from "@pulumi/pulumi";
import { given } from "../../input/given";
import type { FunctionProbeArgs, FunctionProbesArgs } from "../functionArgs.gen";

/** serving v0.50, pkg/apis/serving/v1/revision_defaults.go: applyUserContainerDefaultReadinessProbe. */
export function probesOf({ readiness, liveness, startup }: FunctionProbesArgs, port: Input<number>) {
  const asked: FunctionProbeArgs = readiness ?? {};
  const check = isCheck(asked) ? asked : { ...asked, tcpSocket: {} };
  return {
    readinessProbe: ready(atOwnPort(check, port)),
    ...given({
      livenessProbe: liveness && atOwnPort(liveness, port),
      startupProbe: startup && atOwnPort(startup, port, port),
    }),
  };
}

/** A container beside the function's has only the probes that are given, each with its port. */
export function sidecarProbes({ readiness, liveness, startup }: FunctionProbesArgs) {
  return given({
    readinessProbe: readiness && ready(withService(readiness)),
    livenessProbe: liveness && withService(liveness),
    startupProbe: startup && withService(startup),
  });
}

function isCheck({ httpGet, tcpSocket, grpc, exec }: FunctionProbeArgs): boolean {
  return [httpGet, tcpSocket, grpc, exec].some((check) => check !== undefined);
}

/**
 * Port 0 stands for the function's own port, which Knative puts in when it makes the Pod; not for gRPC, and not where a start
 * is asked for.
 */
function atOwnPort(probe: FunctionProbeArgs, own: Input<number>, standsFor: Input<number> = 0): FunctionProbeArgs {
  const { httpGet, tcpSocket, grpc } = probe;
  return withService({
    ...probe,
    ...given({
      httpGet: httpGet && { ...httpGet, port: httpGet.port ?? standsFor },
      tcpSocket: tcpSocket && { ...tcpSocket, port: tcpSocket.port ?? standsFor },
      grpc: grpc && { ...grpc, port: grpc.port ?? own },
    }),
  });
}

function withService(probe: FunctionProbeArgs): FunctionProbeArgs {
  return probe.grpc === undefined ? probe : { ...probe, grpc: { ...probe.grpc, service: probe.grpc.service ?? "" } };
}

function ready(probe: FunctionProbeArgs) {
  const { periodSeconds, timeoutSeconds, failureThreshold, successThreshold } = probe;
  return given({
    ...probe,
    successThreshold: successThreshold ?? 1,
    timeoutSeconds: timeoutSeconds ?? whenAsked(periodSeconds, 1),
    failureThreshold: failureThreshold ?? whenAsked(periodSeconds, 3),
  });
}

/** With a period of its own a probe is Kubernetes', with its defaults; without, it is Knative's and has none. */
function whenAsked(period: Input<number> | undefined, fallback: number): Input<number | undefined> | undefined {
  if (period === undefined || typeof period === "number") return period ? fallback : undefined;
  return output(period).apply((known) => (known ? fallback : undefined)) as Output<number | undefined>;
}
