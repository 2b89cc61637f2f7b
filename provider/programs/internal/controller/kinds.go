// The kinds of objects that Functions own, and the labels of these objects.
package controller

import (
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"knative-faas.dev/programs/internal/function"
	"knative-faas.dev/programs/internal/function/value"
)

const (
	// functionLabel is on every object that a Function owns; its value is the Function's name.
	functionLabel = "knative-faas.dev/function"
	// triggerLabel is on the objects of a trigger; its value is the trigger's key.
	triggerLabel = "knative-faas.dev/trigger"
	// revisionService is on Knative's Revisions; its value is the name of their Service.
	revisionService = "serving.knative.dev/service"
)

var (
	functionKind   = schema.GroupVersionKind{Group: function.Group, Version: function.Version, Kind: function.Kind}
	revisionKind   = schema.GroupVersionKind{Group: "serving.knative.dev", Version: "v1", Kind: "Revision"}
	deploymentKind = schema.GroupVersionKind{Group: "apps", Version: "v1", Kind: "Deployment"}
	serviceKind    = schema.GroupVersionKind{Group: "serving.knative.dev", Version: "v1", Kind: "Service"}
)

// ownedKinds may be missing in a cluster: the controller watches those that exist.
var ownedKinds = []schema.GroupVersionKind{
	serviceKind,
	{Group: "serving.knative.dev", Version: "v1beta1", Kind: "DomainMapping"},
	{Group: "rbac.authorization.k8s.io", Version: "v1", Kind: "Role"},
	{Group: "rbac.authorization.k8s.io", Version: "v1", Kind: "RoleBinding"},
	{Group: "eventing.knative.dev", Version: "v1", Kind: "Trigger"},
	{Group: "messaging.knative.dev", Version: "v1", Kind: "Subscription"},
	{Group: "sources.knative.dev", Version: "v1", Kind: "PingSource"},
	{Group: "sources.knative.dev", Version: "v1", Kind: "ApiServerSource"},
	{Group: "sources.knative.dev", Version: "v1", Kind: "KafkaSource"},
	{Group: "sources.knative.dev", Version: "v1", Kind: "SinkBinding"},
	{Group: "apps", Version: "v1", Kind: "StatefulSet"},
	deploymentKind,
	{Version: "v1", Kind: "Service"},
	{Version: "v1", Kind: "ServiceAccount"},
}

func blank(kind schema.GroupVersionKind) *unstructured.Unstructured {
	object := &unstructured.Unstructured{}
	object.SetGroupVersionKind(kind)
	return object
}

func blankList(kind schema.GroupVersionKind) *unstructured.UnstructuredList {
	list := &unstructured.UnstructuredList{}
	kind.Kind += "List"
	list.SetGroupVersionKind(kind)
	return list
}

// owned returns a copy of the object with its owner and labels. It shares nothing with the original.
func owned(object value.Object, owner *unstructured.Unstructured, labels map[string]string) *unstructured.Unstructured {
	marked := (&unstructured.Unstructured{Object: object}).DeepCopy()
	all := marked.GetLabels()
	if all == nil {
		all = map[string]string{}
	}
	all[functionLabel] = owner.GetName()
	for name, one := range labels {
		all[name] = one
	}
	marked.SetLabels(all)
	metadata := value.Child(marked.Object, "metadata")
	if !value.Has(metadata, "annotations") {
		// Without any, server-side apply would delete the whole map, including what Knative's webhooks have written into it.
		metadata["annotations"] = value.Object{}
	}
	metadata["ownerReferences"] = []any{value.Object{
		"apiVersion": functionKind.GroupVersion().String(), "kind": functionKind.Kind,
		"name": owner.GetName(), "uid": string(owner.GetUID()), "controller": true,
	}}
	return marked
}

// isOwned reports whether the Function is the owner of an object.
func isOwned(object, owner *unstructured.Unstructured) bool {
	for _, reference := range object.GetOwnerReferences() {
		if reference.UID == owner.GetUID() {
			return true
		}
	}
	return false
}
