// What must hold for placement, DNS, annotations and labels, as Kubernetes and Knative check it.
package function

import (
	"regexp"
	"strings"

	"knative-faas.dev/programs/internal/function/shape"
	"knative-faas.dev/programs/internal/function/value"
)

// kubernetes v1.35, pkg/apis/core/validation: ValidateTolerations.
func tolerations(r *ruling) {
	for index, one := range value.Objects(value.List(r.child("pod"), "tolerations")) {
		at := shape.Index("pod.tolerations", index)
		exists := one["operator"] == "Exists"
		if !value.Has(one, "key") && !exists {
			r.wrong(at+".operator", `expected "Exists" when no key is given; give key, or set operator to "Exists"`)
		}
		if exists && value.Text(one, "value") != "" {
			r.wrong(at+".value", `has no meaning with "Exists", got %q; leave it out`, one["value"])
		}
		if value.Has(one, "tolerationSeconds") && one["effect"] != "NoExecute" {
			r.wrong(at+".tolerationSeconds", `is for the effect "NoExecute" only; set effect, or leave it out`)
		}
	}
}

// The operators of node and label selectors, wherever they stand.
func selectors(r *ruling) {
	pod := r.child("pod")
	r.requirements("pod.affinity", pod["affinity"])
	r.requirements("pod.topologySpreadConstraints", pod["topologySpreadConstraints"])
}

func (r *ruling) requirements(path string, of any) {
	switch typed := of.(type) {
	case []any:
		for index, entry := range typed {
			r.requirements(shape.Index(path, index), entry)
		}
	case value.Object:
		if operator, ok := typed["operator"].(string); ok {
			r.requirement(path, operator, len(value.List(typed, "values")))
		}
		for _, name := range value.Names(typed) {
			r.requirements(shape.At(path, name), typed[name])
		}
	}
}

func (r *ruling) requirement(path, operator string, values int) {
	wanted, holds := "at least one value", values > 0
	switch operator {
	case "Exists", "DoesNotExist":
		wanted, holds = "no values", values == 0
	case "Gt", "Lt":
		wanted, holds = "one value", values == 1
	}
	if !holds {
		r.wrong(path+".values", "expected %s with %q, got %d", wanted, operator, values)
	}
}

func spreading(r *ruling) {
	for index, one := range value.Objects(value.List(r.child("pod"), "topologySpreadConstraints")) {
		if value.Has(one, "minDomains") && one["whenUnsatisfiable"] != "DoNotSchedule" {
			r.wrong(shape.Index("pod.topologySpreadConstraints", index)+".minDomains",
				`is for whenUnsatisfiable "DoNotSchedule" only; leave it out`)
		}
	}
}

func nameServers(r *ruling) {
	pod := r.child("pod")
	if pod["dnsPolicy"] == "None" && len(value.List(value.Child(pod, "dnsConfig"), "nameservers")) == 0 {
		r.wrong("pod.dnsConfig.nameservers", `is required with dnsPolicy "None": name at least one server`)
	}
}

func tlsOnlyOff(r *ruling) {
	if r.child("network")["externalDomainTls"] == true {
		r.wrong("network.externalDomainTls",
			"can only be set to false here; it is turned on for all functions in Knative, got true")
	}
}

// Annotations and labels that a property sets.
var ownKeys = keysOfProperties()

func keysOfProperties() map[string]string {
	all := map[string]string{
		progressDeadline:                    "timeouts.readySeconds",
		rolloutDuration:                     "rolloutSeconds",
		"networking.knative.dev/visibility": "visibility",
	}
	for name, key := range scaleKeys {
		all[key] = "scale." + name
	}
	for _, kind := range []string{"requests", "limits"} {
		for amount := range plainAmounts {
			all[queueProxyKey(kind, amount)] = "queueProxy." + kind + "." + amount
		}
	}
	return all
}

// Knative has several spellings of one annotation; a second value for it would be a riddle.
func reservedKeys(r *ruling) {
	maps := map[string]value.Object{
		"labels": r.child("labels"), "annotations": r.child("annotations"),
		"pod.labels": value.Child(r.child("pod"), "labels"), "pod.annotations": value.Child(r.child("pod"), "annotations"),
	}
	for _, path := range []string{"labels", "annotations", "pod.labels", "pod.annotations"} {
		for _, key := range value.Names(maps[path]) {
			if reason := reasonAgainst(key, path); reason != "" {
				r.wrong(shape.At(path, key), "%s", reason)
			}
		}
	}
}

var writtenByKnative = regexp.MustCompile(`^serving\.knative\.dev/(creator|lastModifier)$`)

// serving v0.50, pkg/apis/serving/metadata_validation.go and networking, pkg/apis/networking/metadata_validation.go.
func reasonAgainst(key, path string) string {
	property := ownKeys[key]
	switch {
	case property != "" && path != "pod.labels":
		return "is set by the property " + property + "; give it there"
	case path == "annotations" && strings.HasPrefix(key, autoscaling+"/"):
		return "is for the Pods; give it in pod.annotations"
	case writtenByKnative.MatchString(key):
		return "is written by Knative itself; leave it out"
	case strings.HasPrefix(key, Group+"/"):
		return "is written by the controller itself; leave it out"
	case path != "pod.labels" && strings.HasPrefix(key, "pulumi.com/"):
		return "steers Pulumi, which does not look after this function; leave it out"
	}
	return ""
}
