// Applies an object if it differs from the cluster's, and leaves it alone otherwise.
package controller

import (
	"context"
	"fmt"
	"sync"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"knative-faas.dev/programs/internal/function/value"
)

// Field managers: traffic has its own, as it is applied separately, after the Service's template.
const (
	fieldManager   = "knative-faas-controller"
	trafficManager = "knative-faas-controller-traffic"
)

// applier remembers what it has applied. This only saves requests: without it, everything is applied once more.
type applier struct {
	client client.Client // reads from the cache
	live   client.Reader // reads from the API server
	watch  func(*unstructured.Unstructured) error

	mutex   sync.Mutex
	applied map[types.NamespacedName]map[string]applied
}

// applied is an object as it was applied, and the same fields as the cluster returned them: webhooks may have changed them.
type applied struct{ wanted, found string }

func newApplier(cached client.Client, live client.Reader, watch func(*unstructured.Unstructured) error) *applier {
	return &applier{client: cached, live: live, watch: watch, applied: map[types.NamespacedName]map[string]applied{}}
}

// notOwnedError is the error if an object with the name exists that this Function does not own.
type notOwnedError struct{ what string }

func (t *notOwnedError) Error() string {
	return t.what + " already exists and is not owned by this Function; delete it, or choose another name"
}

// deletingError is the error if an object is being deleted: it can be created again afterwards.
type deletingError struct{ what string }

func (l *deletingError) Error() string {
	return l.what + " is being deleted"
}

// apply returns the resulting object of the cluster.
func (a *applier) apply(ctx context.Context, owner, wanted *unstructured.Unstructured, manager string) (*unstructured.Unstructured, error) {
	if err := a.watch(wanted); err != nil {
		return nil, err
	}
	found, err := a.find(ctx, wanted)
	if err != nil {
		return nil, err
	}
	if found != nil {
		if !isOwned(found, owner) {
			return nil, &notOwnedError{nameOf(found)}
		}
		if found.GetDeletionTimestamp() != nil {
			return nil, &deletingError{nameOf(found)}
		}
		if a.isApplied(owner, wanted, found, manager) {
			return found, nil
		}
	}
	return a.write(ctx, owner, wanted, manager)
}

// find queries the API server for objects missing in the cache: the cache contains only those with this project's label.
func (a *applier) find(ctx context.Context, wanted *unstructured.Unstructured) (*unstructured.Unstructured, error) {
	for _, reader := range []client.Reader{a.client, a.live} {
		found := blank(wanted.GroupVersionKind())
		err := reader.Get(ctx, client.ObjectKeyFromObject(wanted), found)
		if err == nil {
			return found, nil
		}
		if !apierrors.IsNotFound(err) {
			return nil, err
		}
	}
	return nil, nil
}

func (a *applier) write(ctx context.Context, owner, wanted *unstructured.Unstructured, manager string) (*unstructured.Unstructured, error) {
	result := wanted.DeepCopy()
	err := a.client.Apply(ctx, client.ApplyConfigurationFromUnstructured(result), client.FieldOwner(manager), client.ForceOwnership)
	if err != nil {
		return nil, err
	}
	a.remember(owner, wanted, result, manager)
	return result, nil
}

func (a *applier) isApplied(owner, wanted, found *unstructured.Unstructured, manager string) bool {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	last, known := a.applied[client.ObjectKeyFromObject(owner)][key(wanted, manager)]
	return known && last == appliedOf(wanted, found)
}

func (a *applier) remember(owner, wanted, result *unstructured.Unstructured, manager string) {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	name := client.ObjectKeyFromObject(owner)
	if a.applied[name] == nil {
		a.applied[name] = map[string]applied{}
	}
	a.applied[name][key(wanted, manager)] = appliedOf(wanted, result)
}

// forget removes an object from the memory; without an object, all of a Function's.
func (a *applier) forget(owner types.NamespacedName, object *unstructured.Unstructured) {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	if object == nil {
		delete(a.applied, owner)
		return
	}
	delete(a.applied[owner], key(object, fieldManager))
}

func key(object *unstructured.Unstructured, manager string) string {
	return manager + " " + nameOf(object)
}

func nameOf(object *unstructured.Unstructured) string {
	return fmt.Sprintf("%s %s", object.GetKind(), object.GetName())
}

func appliedOf(wanted, found *unstructured.Unstructured) applied {
	return applied{value.Hash(wanted.Object), value.Hash(part(found.Object, wanted.Object))}
}

// part returns those fields of a value that another one has. A list is compared as a whole: in most lists an additional entry is an
// edit.
func part(found, of any) any {
	wanted, isObject := of.(value.Object)
	object, ok := found.(value.Object)
	if !isObject || !ok {
		return found
	}
	fields := value.Object{}
	for name, field := range wanted {
		fields[name] = part(object[name], field)
	}
	return fields
}
