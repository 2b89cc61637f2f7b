// The wiring: manager, caches, watches and queue.
package controller

import (
	"context"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/selection"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/util/workqueue"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/cache"
	"sigs.k8s.io/controller-runtime/pkg/client"
	ctrlcontroller "sigs.k8s.io/controller-runtime/pkg/controller"
	"sigs.k8s.io/controller-runtime/pkg/event"
	"sigs.k8s.io/controller-runtime/pkg/handler"
	"sigs.k8s.io/controller-runtime/pkg/healthz"
	"sigs.k8s.io/controller-runtime/pkg/manager"
	"sigs.k8s.io/controller-runtime/pkg/metrics/server"
	"sigs.k8s.io/controller-runtime/pkg/predicate"
	"sigs.k8s.io/controller-runtime/pkg/reconcile"
	"sigs.k8s.io/controller-runtime/pkg/source"

	"knative-faas.dev/programs/internal/function"
	"knative-faas.dev/programs/internal/function/value"
)

const (
	name = "function-controller"

	workers = 8

	// Failures are retried after a pause that doubles.
	firstPause   = 200 * time.Millisecond
	longestPause = time.Minute

	// shutdown is shorter than the termination grace period of the Pod.
	shutdown = 8 * time.Second
)

// Settings come from the environment.
type Settings struct {
	Namespace      string // of the lease
	MetricsAddress string
	HealthAddress  string
	Cluster        function.Cluster
}

// New returns the manager of the controller.
func New(config *rest.Config, settings Settings) (manager.Manager, error) {
	grace := shutdown
	options := manager.Options{
		Cache:                         caches(),
		Client:                        client.Options{Cache: &client.CacheOptions{Unstructured: true}},
		Metrics:                       server.Options{BindAddress: settings.MetricsAddress},
		HealthProbeBindAddress:        settings.HealthAddress,
		LeaderElection:                true,
		LeaderElectionID:              name,
		LeaderElectionNamespace:       settings.Namespace,
		LeaderElectionReleaseOnCancel: true,
		GracefulShutdownTimeout:       &grace,
	}
	made, err := ctrl.NewManager(config, options)
	if err != nil {
		return nil, err
	}
	for _, add := range []func(string, healthz.Checker) error{made.AddHealthzCheck, made.AddReadyzCheck} {
		if err := add("ping", healthz.Ping); err != nil {
			return nil, err
		}
	}
	return made, register(made, settings.Cluster)
}

// caches hold Functions, objects with this project's label, and those fields of Revisions that are read.
func caches() cache.Options {
	ours, err := labels.NewRequirement(functionLabel, selection.Exists, nil)
	if err != nil {
		panic(err) // the label is a constant
	}
	return cache.Options{
		DefaultLabelSelector: labels.NewSelector().Add(*ours),
		DefaultTransform:     cache.TransformStripManagedFields(),
		ByObject: map[client.Object]cache.ByObject{
			blank(functionKind): {Label: labels.Everything()},
			blank(revisionKind): {Label: labels.Everything(), Transform: stripped},
		},
	}
}

// stripped strips a Revision down to its Service and its number of Pods.
func stripped(object any) (any, error) {
	revision, ok := object.(*unstructured.Unstructured)
	if !ok {
		return object, nil
	}
	kept := blank(revisionKind)
	kept.SetName(revision.GetName())
	kept.SetNamespace(revision.GetNamespace())
	kept.SetUID(revision.GetUID())
	kept.SetResourceVersion(revision.GetResourceVersion())
	kept.SetLabels(map[string]string{revisionService: revision.GetLabels()[revisionService]})
	kept.Object["status"] = value.Object{"actualReplicas": replicasOf(revision)}
	return kept, nil
}

func register(made manager.Manager, in function.Cluster) error {
	r := &Reconciler{client: made.GetClient(), events: made.GetEventRecorder(name), cluster: in}
	controller, err := ctrlcontroller.New(name, made, ctrlcontroller.Options{
		Reconciler:              r,
		MaxConcurrentReconciles: workers,
		RateLimiter:             workqueue.NewTypedItemExponentialFailureRateLimiter[reconcile.Request](firstPause, longestPause),
		ReconciliationTimeout:   time.Minute,
	})
	if err != nil {
		return err
	}
	look := func(kind schema.GroupVersionKind, handle handler.EventHandler, when ...predicate.Predicate) error {
		return controller.Watch(source.Kind[client.Object](made.GetCache(), blank(kind), handle, when...))
	}
	r.watches = &watches{mapper: made.GetRESTMapper(), start: func(kind schema.GroupVersionKind) error {
		return look(kind, handler.EnqueueRequestsFromMapFunc(ownerOf), predicate.ResourceVersionChangedPredicate{})
	}}
	r.applier = newApplier(made.GetClient(), made.GetAPIReader(), r.watches.ensureOf)
	if err := look(functionKind, &handler.EnqueueRequestForObject{}, predicate.GenerationChangedPredicate{}); err != nil {
		return err
	}
	if err := look(revisionKind, handler.EnqueueRequestsFromMapFunc(serviceOf), predicate.Funcs{UpdateFunc: isRecounted}); err != nil {
		return err
	}
	return r.watches.ensureExisting(ownedKinds)
}

// ownerOf returns the Function that owns an object.
func ownerOf(_ context.Context, object client.Object) []reconcile.Request {
	for _, reference := range object.GetOwnerReferences() {
		if reference.Kind == functionKind.Kind && reference.APIVersion == functionKind.GroupVersion().String() {
			return requestOf(object.GetNamespace(), reference.Name)
		}
	}
	return requestOf(object.GetNamespace(), object.GetLabels()[functionLabel])
}

// serviceOf returns the Function of a Revision, if it has one: its Service has the same name.
func serviceOf(_ context.Context, object client.Object) []reconcile.Request {
	return requestOf(object.GetNamespace(), object.GetLabels()[revisionService])
}

func isRecounted(change event.UpdateEvent) bool {
	return replicasOf(change.ObjectOld) != replicasOf(change.ObjectNew)
}

func replicasOf(object client.Object) int64 {
	revision, ok := object.(*unstructured.Unstructured)
	if !ok {
		return 0
	}
	running, _ := value.Whole(value.Child(revision.Object, "status"), "actualReplicas")
	return running
}

func requestOf(namespace, name string) []reconcile.Request {
	if name == "" {
		return nil
	}
	return []reconcile.Request{{NamespacedName: types.NamespacedName{Namespace: namespace, Name: name}}}
}
