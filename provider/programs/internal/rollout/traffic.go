// Moves the traffic of the Service and waits until it is routed. Never writes to a Service that another update has taken over.
package rollout

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"time"

	"knative-faas.dev/programs/internal/kube"
	"knative-faas.dev/programs/internal/wait"
)

const (
	failureAnnotation = "knative-faas.dev/rollout-failure"
	longestMessage    = 2000
)

func (r *Runner) path() string {
	return kube.ServicePath(r.Plan.Namespace, r.Plan.Service)
}

// service reads the Service, and fails if its template is of another revision than the plan's.
func (r *Runner) service(ctx context.Context) (*kube.Service, error) {
	service := new(kube.Service)
	if err := r.API.Get(ctx, r.path(), service); err != nil {
		return nil, err
	}
	if name := service.Newest(); name != r.Plan.Revision {
		return nil, &superseded{cmp.Or(name, "without a name")}
	}
	return service, nil
}

// update patches only the version that it has just read: with the resource version in the patch, a concurrent update is a conflict,
// and the next read shows whether that update has superseded this rollout. A nil patch changes nothing.
func (r *Runner) update(ctx context.Context, patchOf func(*kube.Service) map[string]any) error {
	conflict := func(err error) bool { return kube.Code(err) == http.StatusConflict }
	return r.API.Backoff.Do(ctx, conflict, func() error {
		service, err := r.service(ctx)
		if err != nil {
			return err
		}
		patch := patchOf(service)
		if patch == nil {
			return nil
		}
		return r.API.MergePatch(ctx, r.path(), patch)
	})
}

func (r *Runner) move(ctx context.Context) error {
	if r.Plan.Traffic == nil {
		return nil
	}
	// Set before the patch, because a patch may succeed even if its response is lost.
	r.moved = true
	if err := r.direct(ctx, r.Plan.Traffic); err != nil {
		return err
	}
	r.settled = true
	if err := r.routed(ctx, r.Plan.Traffic, r.Timing.Routed); err != nil {
		return err
	}
	r.say("traffic is routed: %s", words(r.Plan.Traffic))
	return nil
}

// isDiverted reports whether another client has changed the traffic since this run set it.
func (r *Runner) isDiverted(service *kube.Service) bool {
	return r.settled && !same(service.Spec.Traffic, r.Plan.Traffic)
}

// isAway reports whether another client has taken all traffic from the plan's revision.
func (r *Runner) isAway(service *kube.Service) bool {
	hasShare := func(target kube.Target) bool { return target.RevisionName == r.Plan.Revision && target.Percent > 0 }
	return r.isDiverted(service) && !slices.ContainsFunc(service.Spec.Traffic, hasShare)
}

// putBack undoes move. Traffic that is set back but not yet routed is no error: Knative will finish it. What another client has set
// stays, unless it leaves a share to a revision whose gate has failed.
func (r *Runner) putBack(ctx context.Context, isLeft bool) error {
	if moved, err := r.hasMoved(ctx); !moved || err != nil {
		return err
	}
	service, err := r.service(ctx)
	if err != nil {
		return err
	}
	if isLeft || r.isAway(service) {
		r.left = true
		r.say("traffic stays where another client has set it: %s", words(service.Spec.Traffic))
		return nil
	}
	if err := r.direct(ctx, r.Plan.Back); err != nil {
		return err
	}
	err = r.routed(ctx, r.Plan.Back, r.Timing.Back)
	switch {
	case err == nil:
		r.say("traffic is back: %s", words(r.Plan.Back))
	case is[*superseded](err):
		return err
	default:
		r.say("traffic is set back to %s, but may not be routed yet: %v", words(r.Plan.Back), err)
	}
	return nil
}

// hasMoved is also true if an earlier start of this Job moved the traffic.
func (r *Runner) hasMoved(ctx context.Context) (bool, error) {
	if r.moved || r.Plan.Traffic == nil {
		return r.moved, nil
	}
	service, err := r.service(ctx)
	if err != nil {
		return false, fmt.Errorf("whether that is necessary is unknown: %w", err)
	}
	return same(service.Spec.Traffic, r.Plan.Traffic), nil
}

func (r *Runner) direct(ctx context.Context, table []kube.Target) error {
	return r.update(ctx, func(service *kube.Service) map[string]any {
		if same(service.Spec.Traffic, table) {
			return nil
		}
		r.say("moving traffic from %s to %s", words(service.Spec.Traffic), words(table))
		return map[string]any{
			"metadata": map[string]any{"resourceVersion": service.Metadata.ResourceVersion},
			"spec":     map[string]any{"traffic": table},
		}
	})
}

func (r *Runner) routed(ctx context.Context, table []kube.Target, limit time.Duration) error {
	for end := time.Now().Add(limit); ; {
		service, err := r.service(ctx)
		if err != nil {
			return err
		}
		if r.moved && same(table, r.Plan.Traffic) && r.isDiverted(service) {
			return &diverted{words(service.Spec.Traffic)}
		}
		missing := unrouted(service, table)
		if missing == "" {
			return nil
		}
		if time.Now().After(end) {
			return failed("traffic was not routed within %v: %s", limit, missing)
		}
		if !wait.For(ctx, r.Timing.Poll) {
			return errStopped
		}
	}
}

// unrouted returns what a Service's status lacks until a traffic table is routed, or "".
func unrouted(service *kube.Service, table []kube.Target) string {
	generation, observed := service.Metadata.Generation, service.Status.ObservedGeneration
	condition := kube.Find(service.Status.Conditions, "RoutesReady")
	switch {
	case generation != observed:
		return fmt.Sprintf("Knative has not observed the change (generation %d, observed %d)", generation, observed)
	case condition.Status != "True":
		return fmt.Sprintf("RoutesReady is %s: %s: %s", condition.Status, condition.Reason, condition.Message)
	case !same(service.Status.Traffic, table):
		return fmt.Sprintf("status.traffic says %s, expected %s", words(service.Status.Traffic), words(table))
	}
	return ""
}

// record writes to the Service why the gate failed, without quotes of other programs: annotations are readable in the state of a
// stack and in its previews. An API error is only logged: a restart would move the traffic again.
func (r *Runner) record(ctx context.Context, message string) error {
	letters := []rune(message)
	text, err := json.Marshal(struct {
		Job      string `json:"job"`
		Revision string `json:"revision"`
		Gate     string `json:"gate"`
		Message  string `json:"message"`
		Left     bool   `json:"trafficLeft,omitempty"`
	}{r.Job, r.Plan.Revision, r.Plan.Gate, string(letters[:min(len(letters), longestMessage)]), r.left})
	if err != nil {
		return err
	}
	err = r.update(ctx, func(service *kube.Service) map[string]any {
		return map[string]any{"metadata": map[string]any{
			"resourceVersion": service.Metadata.ResourceVersion,
			"annotations":     map[string]any{failureAnnotation: string(text)},
		}}
	})
	if err != nil && !is[*superseded](err) {
		r.say("the failure could not be written to the Service: %v", err)
		return nil
	}
	return err
}
