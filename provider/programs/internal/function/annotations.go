// Settings that Knative takes as annotations, of a revision's template and of the Service.
package function

import (
	"fmt"
	"strings"

	"knative-faas.dev/programs/internal/function/tables"
	"knative-faas.dev/programs/internal/function/value"
)

// The queue is not part of the template: changing it does not create a revision.
func templateAnnotations(f function) value.Object {
	all := value.Object{tables.ProgressDeadline: seconds(f.Timeouts.ReadySeconds)}
	scale, _ := value.Of(f.Scale).(value.Object)
	for name, given := range scale {
		if key, ok := tables.ScaleKeys[name]; ok {
			all[key] = scaleSetting(name, given)
		}
	}
	proxy, _ := value.Of(f.QueueProxy).(value.Object)
	for kind := range proxy {
		for amount, given := range value.Child(proxy, kind) {
			all[tables.QueueProxyKeys[kind+"."+amount]] = given
		}
	}
	return all
}

func scaleSetting(name string, given any) string {
	switch {
	case name == "class":
		return written(given) + tables.ClassSuffix
	case strings.HasSuffix(name, "Seconds"):
		return written(given) + "s"
	}
	return written(given)
}

func routeAnnotations(f function) value.Object {
	all := value.Object{
		"networking.knative.dev/ingress-class":     f.Network.IngressClass,
		"networking.knative.dev/certificate-class": f.Network.CertificateClass,
		"networking.knative.dev/http-protocol":     f.Network.HTTPProtocol,
	}
	if f.RolloutSeconds != nil {
		all[tables.RolloutDuration] = seconds(f.RolloutSeconds)
	}
	if on := f.Network.ExternalDomainTLS; on != nil {
		all["networking.knative.dev/disable-external-domain-tls"] = written(!*on)
	}
	return all
}

func seconds(count *int64) string {
	return fmt.Sprintf("%ds", *count)
}

// written formats a value like JavaScript's String, so that it equals the component's.
func written(given any) string {
	if text, ok := given.(string); ok {
		return text
	}
	return value.Canonical(given)
}
