// One pass over a Function: applies its spec in order and determines its state.
package controller

import (
	"context"
	"fmt"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"knative-faas.dev/programs/internal/function"
	"knative-faas.dev/programs/internal/function/value"
)

// pass holds the results of one pass.
type pass struct {
	*Reconciler
	owner   *unstructured.Unstructured
	objects *function.Objects

	service, domains, triggers condition
	live                       *unstructured.Unstructured // the Knative Service
	settled                    map[string]bool            // the triggers that are ready, by key
	errors                     []error
}

func (r *Reconciler) newPass(owner *unstructured.Unstructured, objects *function.Objects) *pass {
	waiting := condition{Status: isUnknown, Reason: "ServiceNotReady", Message: "waiting for the revision and its traffic"}
	return &pass{
		Reconciler: r, owner: owner, objects: objects,
		domains: waiting, triggers: waiting, settled: map[string]bool{},
	}
}

func (p *pass) run(ctx context.Context) {
	steps := []func(context.Context) bool{
		p.applyRights,   // of the queue scaler
		p.applyTemplate, // creates a new revision if it changed
		p.applyTraffic,  // when the revision is ready
		p.applyDomains,  // before triggers, which may send to them
		p.applyTriggers, // after traffic, so that events reach a function that is ready
	}
	for _, step := range steps {
		if !step(ctx) {
			break
		}
	}
	if err := p.prune(ctx); err != nil {
		p.errors = append(p.errors, err)
	}
}

// failed records an error and returns the condition that it means.
func (p *pass) failed(err error) condition {
	p.errors = append(p.errors, err)
	return judged(err)
}

func (p *pass) applyRights(ctx context.Context) bool {
	for _, object := range p.objects.Rights {
		if _, err := p.applier.apply(ctx, p.owner, owned(object, p.owner, nil), fieldManager); err != nil {
			p.service = p.failed(err)
			return false
		}
	}
	return true
}

func (p *pass) applyTemplate(ctx context.Context) bool {
	live, err := p.applier.apply(ctx, p.owner, owned(p.objects.Service, p.owner, nil), fieldManager)
	if err != nil {
		p.service = p.failed(err)
		p.live, _ = p.applier.find(ctx, (&unstructured.Unstructured{Object: p.objects.Service}))
		return false
	}
	p.live = live
	return true
}

// Traffic that names only earlier revisions does not wait for the newest one.
func (p *pass) applyTraffic(ctx context.Context) bool {
	p.service = revisionReady(p.live, p.objects.Revision)
	if p.objects.OfNewest && p.service.Status != isTrue {
		return false
	}
	traffic := (&unstructured.Unstructured{Object: p.objects.Traffic}).DeepCopy()
	// A Service that was deleted meanwhile must not be recreated with nothing but its traffic.
	traffic.SetUID(p.live.GetUID())
	live, err := p.applier.apply(ctx, p.owner, traffic, trafficManager)
	if err != nil {
		p.service = p.failed(err)
		return false
	}
	p.live = live
	if p.service.Status == isTrue {
		p.service = routesReady(live)
	}
	return true
}

func (p *pass) applyDomains(ctx context.Context) bool {
	p.domains = p.applyAll(ctx, "domain", "", p.objects.Domains)
	return true
}

func (p *pass) applyTriggers(ctx context.Context) bool {
	if len(p.objects.Triggers) == 0 {
		p.triggers = condition{Status: isTrue, Reason: "NoTriggers"}
		return true
	}
	var all []condition
	for _, trigger := range p.objects.Triggers {
		one := p.applyAll(ctx, trigger.Path, trigger.Key, trigger.Objects)
		p.settled[trigger.Key] = one.Status == isTrue
		all = append(all, one)
	}
	p.triggers = joinedMessages(all)
	return true
}

// applyAll continues after an object that can't be applied, as the others do not depend on it. Only a Deployment is waited for: what
// follows sends events to it.
func (p *pass) applyAll(ctx context.Context, what, key string, objects []value.Object) condition {
	var labels map[string]string
	if key != "" {
		labels = map[string]string{triggerLabel: key}
	}
	var all []condition
	for _, object := range objects {
		live, err := p.applier.apply(ctx, p.owner, owned(object, p.owner, labels), fieldManager)
		one := condition{}
		if err != nil {
			one = p.failed(err)
		} else {
			one = readiness(live)
		}
		if one.Status != isTrue {
			name := value.Text(value.Child(object, "metadata"), "name")
			one.Message = fmt.Sprintf("%s (%s %s): %s", what, value.Text(object, "kind"), name, one.Message)
		}
		all = append(all, one)
		if one.Status != isTrue && object["kind"] == deploymentKind.Kind {
			break
		}
	}
	return joinedMessages(all)
}

// joinedMessages joins the messages of all conditions that are as bad as the worst.
func joinedMessages(all []condition) condition {
	sum := worst(all)
	var messages []string
	for _, one := range all {
		if one.Status == sum.Status && one.Message != "" {
			messages = append(messages, one.Message)
		}
	}
	sum.Message = strings.Join(messages, "; ")
	return sum
}
