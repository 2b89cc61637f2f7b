// Probes with what Knative fills in written out: without it, a Service could not be changed beside its template.
package function

import (
	"knative-faas.dev/programs/internal/function/value"
)

var checks = []string{"httpGet", "tcpSocket", "grpc", "exec"}

// serving v0.50, pkg/apis/serving/v1/revision_defaults.go: applyUserContainerDefaultReadinessProbe.
func probesOf(probes value.Object, port any) value.Object {
	readiness := value.Child(probes, "readiness")
	if len(checksOf(readiness)) == 0 {
		readiness = value.Merged(readiness, value.Object{"tcpSocket": value.Object{}})
	}
	all := value.Object{"readinessProbe": readyProbe(atOwnPort(readiness, port, int64(0)))}
	for kind, standsFor := range map[string]any{"liveness": int64(0), "startup": port} {
		if value.Has(probes, kind) {
			all[kind+"Probe"] = atOwnPort(value.Child(probes, kind), port, standsFor)
		}
	}
	return all
}

// A container beside the function's has only the probes that are given, each with its port.
func sidecarProbes(probes value.Object) value.Object {
	all := value.Object{}
	for kind := range probes {
		all[kind+"Probe"] = withService(value.Child(probes, kind))
	}
	if value.Has(probes, "readiness") {
		all["readinessProbe"] = readyProbe(withService(value.Child(probes, "readiness")))
	}
	return all
}

func checksOf(probe value.Object) []string {
	var given []string
	for _, check := range checks {
		if value.Has(probe, check) {
			given = append(given, check)
		}
	}
	return given
}

// Port 0 stands for the function's own port, which Knative puts in when it makes the Pod; not for gRPC, and not where a start
// is asked for.
func atOwnPort(probe value.Object, own, standsFor any) value.Object {
	all := value.Merged(probe)
	for check, port := range map[string]any{"httpGet": standsFor, "tcpSocket": standsFor, "grpc": own} {
		if value.Has(probe, check) {
			all[check] = value.Merged(value.Object{"port": port}, value.Child(probe, check))
		}
	}
	return withService(all)
}

func withService(probe value.Object) value.Object {
	if !value.Has(probe, "grpc") {
		return probe
	}
	grpc := value.Merged(value.Object{"service": ""}, value.Child(probe, "grpc"))
	return value.Merged(probe, value.Object{"grpc": grpc})
}

// With a period of its own a probe is Kubernetes', with its defaults; without, it is Knative's and has none.
func readyProbe(probe value.Object) value.Object {
	defaults := value.Object{"successThreshold": int64(1)}
	if period, _ := value.Whole(probe, "periodSeconds"); period != 0 {
		defaults["timeoutSeconds"], defaults["failureThreshold"] = int64(1), int64(3)
	}
	return value.Merged(defaults, probe)
}
