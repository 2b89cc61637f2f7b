// The fields of a Knative Service that the scaler reads; the cache stores nothing else.
package scaler

import (
	"strconv"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

const (
	// Label marks the Knative Services that are watched.
	Label = "knative-faas.dev/scaled"
	// Annotation contains a function's entry.
	Annotation = "knative-faas.dev/scale-on"

	minScale = "autoscaling.knative.dev/min-scale"
	maxScale = "autoscaling.knative.dev/max-scale"
)

var (
	serviceKind  = schema.GroupVersionKind{Group: "serving.knative.dev", Version: "v1", Kind: "Service"}
	revisionKind = schema.GroupVersionKind{Group: "serving.knative.dev", Version: "v1", Kind: "Revision"}
)

// service is a Knative Service as the scaler sees it.
type service struct {
	object   *unstructured.Unstructured // the subject of its Events
	scaled   bool                       // it has the label and an entry, and is not being deleted
	entry    string
	minScale string // of the template, as it is written there; "": none
	bounds   Bounds
	traffic  []row
}

func read(object *unstructured.Unstructured) *service {
	template, _, _ := unstructured.NestedStringMap(object.Object, "spec", "template", "metadata", "annotations")
	entry, there := object.GetAnnotations()[Annotation]
	return &service{
		object:   object,
		scaled:   there && object.GetLabels()[Label] == "true" && object.GetDeletionTimestamp() == nil,
		entry:    entry,
		minScale: template[minScale],
		bounds:   Bounds{Min: scale(template[minScale]), Max: scale(template[maxScale])},
		traffic:  trafficOf(object),
	}
}

// Knative's webhook allows only whole numbers, so anything else is no bound.
func scale(text string) int32 {
	number, err := strconv.ParseInt(text, 10, 32)
	if err != nil {
		return 0
	}
	return max(int32(number), 0)
}

func trafficOf(object *unstructured.Unstructured) []row {
	var traffic []row
	rows, _, _ := unstructured.NestedFieldNoCopy(object.Object, "status", "traffic")
	list, _ := rows.([]any)
	for _, value := range list {
		fields, _ := value.(map[string]any)
		revision, _ := fields["revisionName"].(string)
		percent, _ := fields["percent"].(int64)
		if revision != "" {
			traffic = append(traffic, row{revision, percent})
		}
	}
	return traffic
}

// pruned removes what is not read before the cache stores an object.
func pruned(value any) (any, error) {
	object, ok := value.(*unstructured.Unstructured)
	if !ok {
		return value, nil
	}
	kept := &unstructured.Unstructured{Object: map[string]any{}}
	for _, path := range [][]string{
		{"apiVersion"}, {"kind"},
		{"metadata", "name"}, {"metadata", "namespace"}, {"metadata", "uid"}, {"metadata", "resourceVersion"},
		{"metadata", "deletionTimestamp"}, {"metadata", "labels"}, {"metadata", "annotations", Annotation},
		{"spec", "template", "metadata", "annotations"}, {"status", "traffic"},
	} {
		if part, there, _ := unstructured.NestedFieldCopy(object.Object, path...); there {
			_ = unstructured.SetNestedField(kept.Object, part, path...)
		}
	}
	return kept, nil
}
