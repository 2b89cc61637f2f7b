// Deletes what a Function owns and its spec does not name any more.
package controller

import (
	"context"
	"errors"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"knative-faas.dev/programs/internal/function/value"
)

// prune leaves alone what another object of the same trigger is to replace, as long as that one is not ready: no event is lost
// between the two.
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

// remove deletes the object that was seen, and no newer one of its name.
func (p *pass) remove(ctx context.Context, object *unstructured.Unstructured) error {
	uid := object.GetUID()
	err := p.client.Delete(ctx, object, client.Preconditions{UID: &uid}, client.PropagationPolicy("Background"))
	p.applier.forget(client.ObjectKeyFromObject(p.owner), object)
	return client.IgnoreNotFound(err)
}
