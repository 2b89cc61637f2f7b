// Which kinds of objects are watched: those that exist in the cluster, as soon as they do.
package controller

import (
	"maps"
	"slices"
	"sync"

	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// watches starts to watch a kind before its first object is created, so that no change is missed.
type watches struct {
	mapper meta.RESTMapper
	start  func(schema.GroupVersionKind) error

	mutex sync.Mutex
	kinds map[schema.GroupVersionKind]bool
}

// ensure fails with a NoMatchError for a kind that the cluster lacks.
func (w *watches) ensure(kind schema.GroupVersionKind) error {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	if w.kinds[kind] {
		return nil
	}
	if _, err := w.mapper.RESTMapping(kind.GroupKind(), kind.Version); err != nil {
		return err
	}
	if err := w.start(kind); err != nil {
		return err
	}
	if w.kinds == nil {
		w.kinds = map[schema.GroupVersionKind]bool{}
	}
	w.kinds[kind] = true
	return nil
}

func (w *watches) ensureOf(object *unstructured.Unstructured) error {
	return w.ensure(object.GroupVersionKind())
}

// ensureExisting starts watching those of the kinds that exist in the cluster.
func (w *watches) ensureExisting(kinds []schema.GroupVersionKind) error {
	for _, kind := range kinds {
		if err := w.ensure(kind); err != nil && !meta.IsNoMatchError(err) {
			return err
		}
	}
	return nil
}

func (w *watches) started() []schema.GroupVersionKind {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	return slices.Collect(maps.Keys(w.kinds))
}
