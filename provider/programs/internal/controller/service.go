// The state of a Function's Knative Service: whether its newest revision is ready, and its traffic routed.
package controller

import (
	"cmp"
	"fmt"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"knative-faas.dev/programs/internal/function/value"
)

// revisionReady is True if Knative reports this very revision as ready, and False if it reports it as failed.
func revisionReady(service *unstructured.Unstructured, revision string) condition {
	ready := conditionOf(service, "ConfigurationsReady")
	created := value.Text(value.Child(service.Object, "status"), "latestCreatedRevisionName")
	switch {
	case !isObserved(service):
		return condition{Status: isUnknown, Reason: "Progressing", Message: "Knative has not observed the change yet"}
	case ready.Status == isFalse:
		message := fmt.Sprintf("revision %s is not ready: %s; %s", revision, causeOf(ready), whoServes(service))
		return condition{Status: isFalse, Reason: cmp.Or(ready.Reason, "RevisionFailed"), Message: message}
	case ready.Status == isTrue && created == revision:
		return condition{Status: isTrue, Reason: "Ready"}
	}
	message := fmt.Sprintf("waiting for revision %s: %s", revision, cmp.Or(ready.Message, "Knative has not reported a result yet"))
	return condition{Status: isUnknown, Reason: cmp.Or(ready.Reason, "Progressing"), Message: message}
}

func whoServes(service *unstructured.Unstructured) string {
	if traffic, _ := value.Child(service.Object, "status")["traffic"].([]any); len(traffic) > 0 {
		return "traffic is unchanged"
	}
	return "no revision serves yet"
}

func routesReady(service *unstructured.Unstructured) condition {
	ready := conditionOf(service, "RoutesReady")
	switch {
	case !isObserved(service):
		return condition{Status: isUnknown, Reason: "Progressing", Message: "Knative has not observed the traffic yet"}
	case ready.Status == isFalse:
		message := "the route is not ready: " + causeOf(ready)
		return condition{Status: isFalse, Reason: cmp.Or(ready.Reason, "RouteFailed"), Message: message}
	case ready.Status == isTrue:
		return condition{Status: isTrue, Reason: "Ready"}
	}
	message := cmp.Or(causeOf(ready), "Knative has not reported a result yet")
	return condition{Status: isUnknown, Reason: cmp.Or(ready.Reason, "Progressing"), Message: "waiting for the route: " + message}
}

// urlOf returns the address of the function. The address is always the one inside the cluster.
func urlOf(service *unstructured.Unstructured, clusterLocal bool) string {
	status := value.Child(service.Object, "status")
	if clusterLocal {
		return value.Text(value.Child(status, "address"), "url")
	}
	return value.Text(status, "url")
}
