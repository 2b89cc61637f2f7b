// Conditions: what is so of an object, as Knative and Kubernetes say it, and as a Function's status says it.
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

// condition is one line of a status.
type condition struct {
	Type, Status, Reason, Message string
}

// said is a condition in one sentence.
func (c condition) said() string {
	var parts []string
	for _, part := range []string{c.Type, c.Reason, c.Message} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, ": ")
}

// conditionOf returns the condition of a type; an absent one is Unknown, as Kubernetes reads it.
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

// isObserved says whether a status is of the object's newest generation.
func isObserved(object *unstructured.Unstructured) bool {
	observed, _ := value.Whole(value.Child(object.Object, "status"), "observedGeneration")
	return observed == object.GetGeneration()
}

// decisive is the condition that says why an object is not ready: Ready itself repeats one of the others, or has words of its own.
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

// causeOf takes the cause out of what Knative wraps it in: `Revision "x" failed with message: ... .`
func causeOf(c condition) string {
	if found := wrapped.FindStringSubmatch(c.Message); found != nil {
		return found[1]
	}
	return condition{Reason: c.Reason, Message: c.Message}.said()
}

// readiness says how an object is that was applied.
func readiness(object *unstructured.Unstructured) condition {
	switch object.GroupVersionKind().Group {
	case "rbac.authorization.k8s.io":
		return condition{Status: isTrue}
	case "apps":
		return podsReady(object)
	}
	ready := conditionOf(object, "Ready")
	if !isObserved(object) {
		message := "Knative has not taken up the change yet" + hints[object.GetKind()]
		return condition{Status: isUnknown, Reason: "Progressing", Message: message}
	}
	if ready.Status == isTrue {
		return condition{Status: isTrue}
	}
	why := decisive(object)
	if slices.Contains(tables.Passing[object.GetKind()], why.Reason) {
		ready.Status = isUnknown
	}
	message := why.said() + hints[why.Type]
	return condition{Status: cmp.Or(ready.Status, isUnknown), Reason: cmp.Or(why.Reason, "NotReady"), Message: message}
}

// What helps where Knative's own words do not say it, by the kind of an object that is not looked at, and by condition.
var hints = map[string]string{
	"Trigger":       "; is there a broker of this name?",
	"DomainClaimed": "; without a ClusterDomainClaim of the name for this namespace, nobody in it may have the name",
}

func podsReady(set *unstructured.Unstructured) condition {
	status := value.Child(set.Object, "status")
	wanted, _ := value.Whole(value.Child(set.Object, "spec"), "replicas")
	ready, _ := value.Whole(status, "readyReplicas")
	updated, _ := value.Whole(status, "updatedReplicas")
	if isObserved(set) && ready >= wanted && updated >= wanted {
		return condition{Status: isTrue}
	}
	message := fmt.Sprintf("%d of %d Pods of %s are ready; kubectl logs statefulset/%s says more", ready, wanted, set.GetName(), set.GetName())
	return condition{Status: isUnknown, Reason: "PodsNotReady", Message: message}
}

// worst sums conditions up: what is False counts before what is Unknown.
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
