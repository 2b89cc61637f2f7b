// The reconciler: from the name of a Function to its objects and its status.
package controller

import (
	"context"
	"errors"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/tools/events"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/reconcile"

	"knative-faas.dev/programs/internal/function"
)

// patience is when something that was refused is tried again: a flag of Knative, a quota or a kind may have changed meanwhile.
const patience = 30 * time.Second

// Reconciler brings the objects of Functions in line with their specs.
type Reconciler struct {
	client  client.Client
	applier *applier
	watches *watches
	events  events.EventRecorder
	cluster function.Cluster
}

// Reconcile carries out one pass over a Function.
func (r *Reconciler) Reconcile(ctx context.Context, request reconcile.Request) (reconcile.Result, error) {
	owner := blank(functionKind)
	if err := r.client.Get(ctx, request.NamespacedName, owner); err != nil {
		if client.IgnoreNotFound(err) == nil {
			r.applier.forget(request.NamespacedName, nil)
		}
		return reconcile.Result{}, client.IgnoreNotFound(err)
	}
	if owner.GetDeletionTimestamp() != nil {
		// Garbage collection deletes what the Function owns.
		return reconcile.Result{}, nil
	}
	objects, mistakes := function.Make(owner.GetName(), owner.GetNamespace(), owner.Object["spec"], r.cluster)
	if len(mistakes) > 0 {
		return reconcile.Result{}, r.writeStatus(ctx, owner, invalid(owner, mistakes))
	}
	return r.carryOut(ctx, owner, objects)
}

func (r *Reconciler) carryOut(ctx context.Context, owner *unstructured.Unstructured, objects *function.Objects) (reconcile.Result, error) {
	pass := r.newPass(owner, objects)
	pass.run(ctx)
	replicas, err := r.replicas(ctx, client.ObjectKeyFromObject(owner))
	if err != nil {
		return reconcile.Result{}, err
	}
	if err := r.writeStatus(ctx, owner, pass.report(replicas)); err != nil {
		return reconcile.Result{}, err
	}
	return outcome(pass.errors)
}

// outcome retries transient errors with an increasing pause, and refusals with a fixed one.
func outcome(all []error) (reconcile.Result, error) {
	var passing []error
	for _, err := range all {
		if !isLasting(err) {
			passing = append(passing, err)
		}
	}
	if len(passing) > 0 {
		return reconcile.Result{}, errors.Join(passing...)
	}
	if len(all) > 0 {
		return reconcile.Result{RequeueAfter: patience}, nil
	}
	return reconcile.Result{}, nil
}

// replicas counts the Pods of all revisions.
func (r *Reconciler) replicas(ctx context.Context, service types.NamespacedName) (int64, error) {
	list := blankList(revisionKind)
	err := r.client.List(ctx, list, client.InNamespace(service.Namespace), client.MatchingLabels{revisionService: service.Name})
	if err != nil {
		return 0, err
	}
	var sum int64
	for index := range list.Items {
		sum += replicasOf(&list.Items[index])
	}
	return sum, nil
}
