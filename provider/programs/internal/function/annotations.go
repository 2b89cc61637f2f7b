// Settings that Knative takes as annotations: of a revision's template and of the Service.
package function

import (
	"strings"

	"knative-faas.dev/programs/internal/function/value"
)

const autoscaling = "autoscaling.knative.dev"

// By property of `scale`, the annotation that it sets.
var scaleKeys = map[string]string{
	"class":                    autoscaling + "/class",
	"min":                      autoscaling + "/min-scale",
	"max":                      autoscaling + "/max-scale",
	"initial":                  autoscaling + "/initial-scale",
	"activation":               autoscaling + "/activation-scale",
	"target":                   autoscaling + "/target",
	"targetUtilizationPercent": autoscaling + "/target-utilization-percentage",
	"metric":                   autoscaling + "/metric",
	"windowSeconds":            autoscaling + "/window",
	"panicWindowPercent":       autoscaling + "/panic-window-percentage",
	"panicThresholdPercent":    autoscaling + "/panic-threshold-percentage",
	"scaleDownDelaySeconds":    autoscaling + "/scale-down-delay",
	"retentionSeconds":         autoscaling + "/scale-to-zero-pod-retention-period",
	"targetBurstCapacity":      autoscaling + "/target-burst-capacity",
	"aggregation":              autoscaling + "/metric-aggregation-algorithm",
}

const progressDeadline = "serving.knative.dev/progress-deadline"

// The queue is no part of a revision: another one is no new revision.
func templateAnnotations(s spec) value.Object {
	all := value.Object{progressDeadline: seconds(s.timeouts["readySeconds"])}
	for name, given := range value.Without(s.scale, "queue") {
		all[scaleKeys[name]] = scaleSetting(name, given)
	}
	for kind := range s.queueProxy {
		for amount, given := range value.Child(s.queueProxy, kind) {
			all[queueProxyKey(kind, amount)] = given
		}
	}
	return all
}

func scaleSetting(name string, given any) string {
	switch {
	case name == "class":
		return written(given) + "." + autoscaling
	case strings.HasSuffix(name, "Seconds"):
		return seconds(given)
	}
	return written(given)
}

// E.g. `queueProxy.requests.cpu` sets `queue.sidecar.serving.knative.dev/cpu-resource-request`.
func queueProxyKey(kind, amount string) string {
	if amount == "ephemeralStorage" {
		amount = "ephemeral-storage"
	}
	return "queue.sidecar.serving.knative.dev/" + amount + "-resource-" + strings.TrimSuffix(kind, "s")
}

const rolloutDuration = "serving.knative.dev/rollout-duration"

func routeAnnotations(s spec) value.Object {
	all := value.Object{
		"networking.knative.dev/ingress-class":     s.network["ingressClass"],
		"networking.knative.dev/certificate-class": s.network["certificateClass"],
		"networking.knative.dev/http-protocol":     s.network["httpProtocol"],
	}
	if s.rolloutSeconds != nil {
		all[rolloutDuration] = seconds(s.rolloutSeconds)
	}
	if on, given := s.network["externalDomainTls"].(bool); given {
		all["networking.knative.dev/disable-external-domain-tls"] = written(!on)
	}
	return value.Given(all)
}

func seconds(given any) string {
	return written(given) + "s"
}

// written is a value as JavaScript's String writes it, as the component has it too.
func written(given any) string {
	if text, ok := given.(string); ok {
		return text
	}
	return value.Canonical(given)
}
