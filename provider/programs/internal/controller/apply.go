// Applies an object where the cluster has another one, and leaves it alone where it has the same.
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

// The managers of fields: traffic has one of its own, as it is applied by itself, behind the Service's template.
const (
	fieldManager   = "knative-faas-controller"
	trafficManager = "knative-faas-controller-traffic"
)

// applier remembers what it has applied. The memory only saves requests: without it, everything is applied once more.
type applier struct {
	client client.Client // reads from the cache
	live   client.Reader // asks the API server
	watch  func(*unstructured.Unstructured) error

	mutex   sync.Mutex
	applied map[types.NamespacedName]map[string]applied
}

// applied is one object as it was wanted, and as the cluster had these same fields afterwards: webhooks may write them in another way.
type applied struct{ wanted, found string }

func newApplier(cached client.Client, live client.Reader, watch func(*unstructured.Unstructured) error) *applier {
	return &applier{client: cached, live: live, watch: watch, applied: map[types.NamespacedName]map[string]applied{}}
}

// taken means that an object of the name is there, and not of this Function.
type taken struct{ what string }

func (t *taken) Error() string {
	return t.what + " is there already and is not of this Function; delete it, or choose another name"
}

// leaving means that an object is being deleted: it can be made again afterwards.
type leaving struct{ what string }

func (l *leaving) Error() string {
	return l.what + " is being deleted"
}

// apply returns the object as the cluster has it then.
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
			return nil, &taken{nameOf(found)}
		}
		if found.GetDeletionTimestamp() != nil {
			return nil, &leaving{nameOf(found)}
		}
		if a.isApplied(owner, wanted, found, manager) {
			return found, nil
		}
	}
	return a.write(ctx, owner, wanted, manager)
}

// find asks the API server for what the cache lacks: the cache has only what bears our label.
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

// forget drops what is remembered of an object; without one, all of a Function.
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

// part is what a value has of the fields of another. A list counts as a whole: in most of them an entry of somebody else is an edit.
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
