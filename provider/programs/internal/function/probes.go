// Probes with Knative's defaults filled in: otherwise changing a Service without its template would be refused.
package function

import (
	"cmp"

	"k8s.io/utils/ptr"

	"knative-faas.dev/programs/internal/function/spec"
	"knative-faas.dev/programs/internal/function/value"
)

// ownPort is replaced by Knative with the function's own port when it creates the Pod; not for gRPC, and not for startup probes.
const ownPort = int64(0)

// serving v0.50, pkg/apis/serving/v1/revision_defaults.go: applyUserContainerDefaultReadinessProbe.
func probesOf(given *spec.Probes, port *int64) value.Object {
	probes := ptr.Deref(given, spec.Probes{})
	readiness := ptr.Deref(probes.Readiness, spec.Probe{})
	if readiness.HTTPGet == nil && readiness.TCPSocket == nil && readiness.GRPC == nil && readiness.Exec == nil {
		readiness.TCPSocket = &spec.ProbeTCPSocket{}
	}
	return value.Object{
		"readinessProbe": readyProbe(withPorts(&readiness, new(ownPort), port)),
		"livenessProbe":  withPorts(probes.Liveness, new(ownPort), port),
		"startupProbe":   withPorts(probes.Startup, port, port),
	}
}

// sidecarProbes has no defaults: a sidecar has only the probes that are set, each with its port.
func sidecarProbes(given *spec.Probes) value.Object {
	probes := ptr.Deref(given, spec.Probes{})
	return value.Object{
		"readinessProbe": readyProbe(withPorts(probes.Readiness, nil, nil)),
		"livenessProbe":  withPorts(probes.Liveness, nil, nil),
		"startupProbe":   withPorts(probes.Startup, nil, nil),
	}
}

// withPorts fills in the port if none is given, and the service of gRPC.
func withPorts(given *spec.Probe, port, ofGRPC *int64) *spec.Probe {
	if given == nil {
		return nil
	}
	probe := *given
	if probe.HTTPGet != nil {
		probe.HTTPGet = new(*probe.HTTPGet)
		probe.HTTPGet.Port = cmp.Or(probe.HTTPGet.Port, port)
	}
	if probe.TCPSocket != nil {
		probe.TCPSocket = new(*probe.TCPSocket)
		probe.TCPSocket.Port = cmp.Or(probe.TCPSocket.Port, port)
	}
	if probe.GRPC != nil {
		probe.GRPC = new(*probe.GRPC)
		probe.GRPC.Port = cmp.Or(probe.GRPC.Port, ofGRPC)
		probe.GRPC.Service = cmp.Or(probe.GRPC.Service, new(""))
	}
	return &probe
}

// readyProbe leaves a probe without a period to Knative, which has no defaults for it; with a period it is Kubernetes' probe, with
// its defaults.
func readyProbe(probe *spec.Probe) *spec.Probe {
	if probe == nil {
		return nil
	}
	probe.SuccessThreshold = cmp.Or(probe.SuccessThreshold, new(int64(1)))
	if ptr.Deref(probe.PeriodSeconds, 0) != 0 {
		probe.TimeoutSeconds = cmp.Or(probe.TimeoutSeconds, new(int64(1)))
		probe.FailureThreshold = cmp.Or(probe.FailureThreshold, new(int64(3)))
	}
	return probe
}
