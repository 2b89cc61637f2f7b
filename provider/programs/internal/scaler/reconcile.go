// Writes the needed replicas to the Revisions, whenever a Knative Service or the number of replicas changes.
package scaler

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/reconcile"
)

type reconciler struct {
	cached    client.Reader // Services with the label
	live      client.Reader
	revisions revisions
	secrets   *secrets
	functions *functions
	pool      *pool
	report    *reporter
	log       *slog.Logger
}

// Reconcile handles one function. After an error it is retried with an increasing pause.
func (r *reconciler) Reconcile(ctx context.Context, request reconcile.Request) (reconcile.Result, error) {
	name := request.NamespacedName
	s, err := r.find(ctx, name)
	if err != nil {
		return reconcile.Result{}, err
	}
	if s == nil {
		r.forget(name)
		return reconcile.Result{}, nil
	}
	f := r.functions.get(name)
	f.begin(s)
	r.report.setObject(name, s.object)
	again := time.Duration(0)
	if s.scaled {
		again = r.follow(ctx, s, f)
	} else {
		r.pool.leave(f)
	}
	err = r.settle(ctx, s, f)
	r.report.record(troubleRevision, name, signOfFailure(err), err)
	if err == nil && !s.scaled {
		r.forget(name)
	}
	return reconcile.Result{RequeueAfter: again}, err
}

// find returns nil for a Service that was deleted or is being deleted. One that left the cache may only have lost its label.
func (r *reconciler) find(ctx context.Context, name types.NamespacedName) (*service, error) {
	object := new(unstructured.Unstructured)
	object.SetGroupVersionKind(serviceKind)
	err := r.cached.Get(ctx, name, object)
	if apierrors.IsNotFound(err) && r.functions.has(name) {
		err = r.live.Get(ctx, name, object)
	}
	if err != nil || object.GetDeletionTimestamp() != nil {
		return nil, client.IgnoreNotFound(err)
	}
	return read(object), nil
}

func (r *reconciler) forget(name types.NamespacedName) {
	if !r.functions.has(name) {
		return
	}
	r.pool.leave(r.functions.get(name))
	r.functions.forget(name)
	r.report.forget(name)
	unmeasured(name)
}

// follow polls the queue of the entry, and returns when to reconcile again.
func (r *reconciler) follow(ctx context.Context, s *service, f *function) time.Duration {
	isNew := f.entry == nil || f.text != s.entry
	if isNew && !r.parse(s, f) {
		r.pool.leave(f)
		return 0
	}
	f.follow(f.entry.Rule)
	if !isNew && !f.needsLogin() {
		return 0
	}
	login, err := r.secrets.login(ctx, f.name.Namespace, f.entry.Login)
	if err == nil {
		err = r.pool.join(f, f.entry, login)
	}
	if err == nil {
		r.report.record(troubleLogin, f.name, "", nil)
		return 0
	}
	// The result for an earlier entry says nothing about this one.
	if isNew {
		r.pool.leave(f)
		f.entry = nil
	}
	r.report.record(troubleLogin, f.name, signOfText(err.Error()), err)
	return loginAgain
}

func (r *reconciler) parse(s *service, f *function) bool {
	entry, err := ParseEntry(s.entry)
	f.entry, f.text = entry, s.entry
	sign := ""
	if err != nil {
		sign, err = signOfText(s.entry), fmt.Errorf("annotation %s:\n%w", Annotation, err)
	}
	r.report.record(troubleEntry, f.name, sign, err)
	return err == nil
}

// settle writes only to those Revisions whose floor differs.
func (r *reconciler) settle(ctx context.Context, s *service, f *function) error {
	want := r.wanted(s, f)
	var failed []error
	for _, name := range slices.Sorted(maps.Keys(want)) {
		if err := r.set(ctx, f, name, want[name]); err != nil {
			failed = append(failed, fmt.Errorf("revision %s: %w", name, err))
		}
	}
	return errors.Join(failed...)
}

// wanted returns a floor for each Revision that should have one, and the template's for those that no longer should.
func (r *reconciler) wanted(s *service, f *function) map[string]string {
	want := map[string]string{}
	routed := percents(s.traffic)
	for name, revision := range f.revisions {
		if routed[name] > 0 && s.scaled {
			continue
		}
		if revision.stale || (revision.owned && revision.floor != revision.capped(s.minScale)) {
			want[name] = s.minScale
		} else {
			delete(f.revisions, name)
		}
	}
	if wanted, known := f.scale(); known && s.scaled {
		maps.Copy(want, floors(wanted, s))
	}
	return want
}

func (r *reconciler) set(ctx context.Context, f *function, name, floor string) error {
	at := types.NamespacedName{Namespace: f.name.Namespace, Name: name}
	of := f.revisions[name]
	if of == nil || of.stale {
		found, err := r.revisions.get(ctx, at)
		if found == nil {
			return r.gone(f, name, err)
		}
		of = found
		f.revisions[name] = of
	}
	if floor = of.capped(floor); floor == of.floor {
		return nil
	}
	there, err := r.revisions.patch(ctx, at, floor)
	if !there || err != nil {
		of.stale = true
		return r.gone(f, name, err)
	}
	r.log.Info("scaled", "namespace", at.Namespace, "name", f.name.Name, "revision", name, "minScale", floor, "before", of.floor)
	of.floor, of.owned = floor, floor != ""
	return nil
}

// gone forgets a Revision that does not exist; an error does not prove that.
func (r *reconciler) gone(f *function, name string, err error) error {
	if err == nil {
		delete(f.revisions, name)
	}
	return err
}

// Refusals by the API server are one trouble, whatever their messages.
func signOfFailure(err error) string {
	if err == nil {
		return ""
	}
	return "failed"
}
