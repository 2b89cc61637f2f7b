// Probes with what Knative fills in written out: without it, a Service could not be changed beside its template.
package function

import (
	"cmp"

	"k8s.io/utils/ptr"

	"knative-faas.dev/programs/internal/function/spec"
	"knative-faas.dev/programs/internal/function/value"
)

// Port 0 stands for the function's own port, which Knative puts in when it makes the Pod; not for gRPC, and not where a start
// is asked for.
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

// A container beside the function's has only the probes that are given, each with its port.
func sidecarProbes(given *spec.Probes) value.Object {
	probes := ptr.Deref(given, spec.Probes{})
	return value.Object{
		"readinessProbe": readyProbe(withPorts(probes.Readiness, nil, nil)),
		"livenessProbe":  withPorts(probes.Liveness, nil, nil),
		"startupProbe":   withPorts(probes.Startup, nil, nil),
	}
}

// withPorts fills in the port that is asked where none is given, and gRPC's service.
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

// With a period of its own a probe is Kubernetes', with its defaults; without, it is Knative's and has none.
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
