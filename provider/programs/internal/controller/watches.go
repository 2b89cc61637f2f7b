// Which kinds of objects are looked at: those that the cluster has, as soon as it has them.
package controller

import (
	"maps"
	"slices"
	"sync"

	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// watches starts to look at a kind before the first object of it is made, so that none can be lost from sight.
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

// ensureThere starts with those of the kinds that the cluster has.
func (w *watches) ensureThere(kinds []schema.GroupVersionKind) error {
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
