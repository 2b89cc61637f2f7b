// The labels and the owner of what a Function owns.
package controller

import (
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"knative-faas.dev/programs/internal/function/value"
)

func TestLabelsOfTheOwner(t *testing.T) {
	owner := blank(functionKind)
	owner.SetName("hello")
	owner.SetUID("1")
	given := value.Object{"apiVersion": "v1", "kind": "X", "metadata": value.Object{"name": "x", "labels": value.Object{"a": "b"}}}
	expect(t, "metadata", owned(given, owner, map[string]string{triggerLabel: "key"}).Object["metadata"], value.Object{
		"name":        "x",
		"labels":      value.Object{"a": "b", functionLabel: "hello", triggerLabel: "key"},
		"annotations": value.Object{},
		"ownerReferences": []any{value.Object{
			"apiVersion": "knative-faas.dev/v1alpha1", "kind": "Function", "name": "hello", "uid": "1", "controller": true,
		}},
	})
	if len(value.Child(value.Child(given, "metadata"), "labels")) != 1 {
		t.Error("expected the given object to stay unchanged")
	}
	if !isOwned(owned(given, owner, nil), owner) || isOwned(&unstructured.Unstructured{Object: given}, owner) {
		t.Error("expected the owner to be recognised by its uid")
	}
}
