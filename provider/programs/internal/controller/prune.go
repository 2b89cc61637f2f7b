// Deletes objects that a Function owns and its spec no longer names.
package controller

import (
	"context"
	"errors"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"knative-faas.dev/programs/internal/function/value"
)

// prune keeps an object until its replacement in the same trigger is ready, so that no event is lost in between.
func (p *pass) prune(ctx context.Context) error {
	wanted, keys := p.wanted()
	var failures []error
	for _, kind := range p.watches.started() {
		list := blankList(kind)
		err := p.client.List(ctx, list, client.InNamespace(p.owner.GetNamespace()), client.MatchingLabels{functionLabel: p.owner.GetName()})
		if err != nil {
			failures = append(failures, err)
			continue
		}
		for index := range list.Items {
			object := &list.Items[index]
			key := object.GetLabels()[triggerLabel]
			stays := wanted[nameOf(object)] || (keys[key] && !p.settled[key])
			if !stays && isOwned(object, p.owner) && object.GetDeletionTimestamp() == nil {
				failures = append(failures, p.remove(ctx, object))
			}
		}
	}
	return errors.Join(failures...)
}

func (p *pass) wanted() (objects, keys map[string]bool) {
	objects, keys = map[string]bool{}, map[string]bool{}
	add := func(all []value.Object) {
		for _, object := range all {
			objects[nameOf(&unstructured.Unstructured{Object: object})] = true
		}
	}
	add([]value.Object{p.objects.Service})
	add(p.objects.Rights)
	add(p.objects.Domains)
	for _, trigger := range p.objects.Triggers {
		keys[trigger.Key] = true
		add(trigger.Objects)
	}
	return objects, keys
}

// remove deletes the object that was read, but not a newer one with the same name.
func (p *pass) remove(ctx context.Context, object *unstructured.Unstructured) error {
	uid := object.GetUID()
	err := p.client.Delete(ctx, object, client.Preconditions{UID: &uid}, client.PropagationPolicy("Background"))
	p.applier.forget(client.ObjectKeyFromObject(p.owner), object)
	return client.IgnoreNotFound(err)
}
