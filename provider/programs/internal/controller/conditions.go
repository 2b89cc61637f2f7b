// Conditions: the state of an object, as Knative, Kubernetes and the status of a Function report it.
package controller

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"knative-faas.dev/programs/internal/function/tables"
	"knative-faas.dev/programs/internal/function/value"
)

const (
	isTrue    = "True"
	isFalse   = "False"
	isUnknown = "Unknown"
)

// condition is one condition of a status.
type condition struct {
	Type, Status, Reason, Message string
}

// sentence returns a condition as one sentence.
func (c condition) sentence() string {
	var parts []string
	for _, part := range []string{c.Type, c.Reason, c.Message} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, ": ")
}

// conditionOf returns the condition of a type; an absent one is Unknown, as in Kubernetes.
func conditionOf(object *unstructured.Unstructured, kind string) condition {
	for _, one := range conditionsOf(object) {
		if one.Type == kind {
			return one
		}
	}
	return condition{Type: kind, Status: isUnknown}
}

func conditionsOf(object *unstructured.Unstructured) []condition {
	var all []condition
	for _, one := range value.Objects(value.List(value.Child(object.Object, "status"), "conditions")) {
		all = append(all, condition{
			value.Text(one, "type"), value.Text(one, "status"), value.Text(one, "reason"), value.Text(one, "message"),
		})
	}
	return all
}

// isObserved reports whether a status belongs to the object's current generation.
func isObserved(object *unstructured.Unstructured) bool {
	observed, _ := value.Whole(value.Child(object.Object, "status"), "observedGeneration")
	return observed == object.GetGeneration()
}

// decisive returns the condition that explains why an object is not ready: Ready itself repeats one of the others, or has a message
// of its own.
func decisive(object *unstructured.Unstructured) condition {
	ready := conditionOf(object, "Ready")
	for _, one := range conditionsOf(object) {
		if one.Type != "Ready" && one.Status == ready.Status {
			return one
		}
	}
	return ready
}

var wrapped = regexp.MustCompile(`(?s)failed with message: (.*?)\s*\.?$`)

// causeOf extracts the cause from the text in which Knative wraps it: `Revision "x" failed with message: ... .`
func causeOf(c condition) string {
	if found := wrapped.FindStringSubmatch(c.Message); found != nil {
		return found[1]
	}
	return condition{Reason: c.Reason, Message: c.Message}.sentence()
}

// readiness returns the state of an object that was applied.
func readiness(object *unstructured.Unstructured) condition {
	switch object.GroupVersionKind().Group {
	case "", "rbac.authorization.k8s.io":
		return condition{Status: isTrue}
	case "apps":
		return podsReady(object)
	}
	ready := conditionOf(object, "Ready")
	if !isObserved(object) {
		message := "Knative has not observed the change yet" + hints[object.GetKind()]
		return condition{Status: isUnknown, Reason: "Progressing", Message: message}
	}
	if ready.Status == isTrue {
		return condition{Status: isTrue}
	}
	why := decisive(object)
	if slices.Contains(tables.Passing[object.GetKind()], why.Reason) {
		ready.Status = isUnknown
	}
	message := why.sentence() + hints[why.Type]
	return condition{Status: cmp.Or(ready.Status, isUnknown), Reason: cmp.Or(why.Reason, "NotReady"), Message: message}
}

// hints add a remedy where Knative's message has none, by the kind of an object that is not watched, and by condition.
var hints = map[string]string{
	"Trigger":       "; does a broker of this name exist?",
	"DomainClaimed": "; the name can be used only if a ClusterDomainClaim assigns it to this namespace",
}

func podsReady(set *unstructured.Unstructured) condition {
	status := value.Child(set.Object, "status")
	wanted, _ := value.Whole(value.Child(set.Object, "spec"), "replicas")
	ready, _ := value.Whole(status, "readyReplicas")
	updated, _ := value.Whole(status, "updatedReplicas")
	// While a Deployment replaces its Pods, those before the change are ready too.
	all, _ := value.Whole(status, "replicas")
	if isObserved(set) && ready >= wanted && updated >= wanted && updated >= all {
		return condition{Status: isTrue}
	}
	kind := strings.ToLower(set.GetKind())
	message := fmt.Sprintf("%d of %d Pods of %s are ready; see kubectl logs %s/%s", ready, wanted, set.GetName(), kind, set.GetName())
	return condition{Status: isUnknown, Reason: "PodsNotReady", Message: message}
}

// worst combines conditions: False takes precedence over Unknown.
func worst(all []condition) condition {
	for _, status := range []string{isFalse, isUnknown} {
		for _, one := range all {
			if one.Status == status {
				return one
			}
		}
	}
	return condition{Status: isTrue, Reason: "Ready"}
}
