// Wires the scaler to a cluster: leader election, watches, health checks and metrics.
package scaler

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"github.com/go-logr/logr"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/util/workqueue"
	"sigs.k8s.io/controller-runtime/pkg/cache"
	"sigs.k8s.io/controller-runtime/pkg/controller"
	"sigs.k8s.io/controller-runtime/pkg/handler"
	"sigs.k8s.io/controller-runtime/pkg/healthz"
	"sigs.k8s.io/controller-runtime/pkg/manager"
	metricsserver "sigs.k8s.io/controller-runtime/pkg/metrics/server"
	"sigs.k8s.io/controller-runtime/pkg/reconcile"
	"sigs.k8s.io/controller-runtime/pkg/source"
)

// Name is that of the lease, and of the reporter of Events.
const Name = "queue-scaler"

// Settings are what differs between places where the scaler runs.
type Settings struct {
	Namespace string // of the lease
	Metrics   string // address to listen on
	Health    string
}

// Run scales until the context ends. It returns an error if it can't start, or if another replica becomes the leader.
func Run(ctx context.Context, api *rest.Config, settings Settings, log *slog.Logger) error {
	m, err := manager.New(api, options(settings, log))
	if err != nil {
		return err
	}
	for _, add := range []func(string, healthz.Checker) error{m.AddHealthzCheck, m.AddReadyzCheck} {
		if err := add("ping", healthz.Ping); err != nil {
			return err
		}
	}
	r := newReconciler(m, log)
	if err := r.watch(m); err != nil {
		return err
	}
	err = m.Start(ctx)
	if r.pool != nil {
		r.pool.loops.Wait()
	}
	return err
}

func options(settings Settings, log *slog.Logger) manager.Options {
	scheme := runtime.NewScheme()
	_ = corev1.AddToScheme(scheme)
	grace := 5 * time.Second
	return manager.Options{
		Scheme:                        scheme,
		MapperProvider:                mapper,
		Logger:                        logr.FromSlogHandler(log.Handler()),
		Cache:                         cache.Options{DefaultLabelSelector: labels.SelectorFromSet(labels.Set{Label: "true"}), DefaultTransform: pruned},
		LeaderElection:                true,
		LeaderElectionID:              Name,
		LeaderElectionNamespace:       settings.Namespace,
		LeaderElectionReleaseOnCancel: true,
		GracefulShutdownTimeout:       &grace,
		Metrics:                       metricsserver.Options{BindAddress: settings.Metrics},
		HealthProbeBindAddress:        settings.Health,
	}
}

// mapper knows the few kinds that are used, so that they need not be discovered.
func mapper(*rest.Config, *http.Client) (meta.RESTMapper, error) {
	known := meta.NewDefaultRESTMapper(nil)
	known.Add(serviceKind, meta.RESTScopeNamespace)
	known.Add(revisionKind, meta.RESTScopeNamespace)
	known.Add(corev1.SchemeGroupVersion.WithKind("Secret"), meta.RESTScopeNamespace)
	return known, nil
}

func newReconciler(m manager.Manager, log *slog.Logger) *reconciler {
	live := m.GetAPIReader()
	return &reconciler{
		cached:    m.GetCache(),
		live:      live,
		revisions: revisions{live, m.GetClient()},
		secrets:   newSecrets(live),
		report:    newReporter(m.GetEventRecorder(Name), log),
		log:       log,
	}
}

// watch sets up everything that starts only once this replica is the leader.
func (r *reconciler) watch(m manager.Manager) error {
	again := workqueue.NewTypedItemExponentialFailureRateLimiter[reconcile.Request](200*time.Millisecond, longest)
	anyName := true // the check is for several controllers in one program; here it would forbid a second Run
	c, err := controller.New(Name, m, controller.Options{Reconciler: r, MaxConcurrentReconciles: 8, RateLimiter: again, SkipNameValidation: &anyName})
	if err != nil {
		return err
	}
	if err := c.Watch(source.Func(r.start)); err != nil {
		return err
	}
	service := new(unstructured.Unstructured)
	service.SetGroupVersionKind(serviceKind)
	return c.Watch(source.Kind(m.GetCache(), service, &handler.TypedEnqueueRequestForObject[*unstructured.Unstructured]{}))
}

// start runs before the first function is handled: it finds the Revisions that were scaled before a restart.
func (r *reconciler) start(ctx context.Context, queue workqueue.TypedRateLimitingInterface[reconcile.Request]) error {
	r.pool = newPool(ctx)
	look := func(name types.NamespacedName) { queue.Add(reconcile.Request{NamespacedName: name}) }
	r.functions = &functions{all: map[types.NamespacedName]*function{}, make: func(name types.NamespacedName) *function {
		return &function{name: name, report: r.report, changed: func() { look(name) }, revisions: map[string]*revision{}}
	}}
	return r.revisions.owned(ctx, func(service types.NamespacedName, name string, of *revision) {
		r.functions.get(service).revisions[name] = of
		look(service)
	})
}
