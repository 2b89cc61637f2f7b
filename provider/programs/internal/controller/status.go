// The status of a Function: written if it differs from the previous one.
package controller

import (
	"context"
	"strings"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"knative-faas.dev/programs/internal/function/value"
	"knative-faas.dev/programs/internal/strict"
)

const longestMessage = 8000

// report is the content of a status.
type report struct {
	revision, url string
	replicas      int64
	conditions    []condition
}

func (p *pass) report(replicas int64) report {
	parts := []condition{typed("ServiceReady", p.service), typed("TriggersReady", p.triggers)}
	if len(p.objects.Domains) > 0 {
		parts = append(parts, typed("DomainsReady", p.domains))
	}
	next := report{revision: p.objects.Revision, replicas: replicas}
	next.conditions = append([]condition{typed("Ready", worst(parts))}, parts...)
	if p.live != nil {
		next.url = urlOf(p.live, p.objects.ClusterLocal)
	}
	return next
}

// invalid leaves the rest of the status unchanged: what runs still follows the last valid spec.
func invalid(owner *unstructured.Unstructured, mistakes []strict.Mistake) report {
	status := value.Child(owner.Object, "status")
	replicas, _ := value.Whole(status, "replicas")
	words := make([]string, len(mistakes))
	for index, mistake := range mistakes {
		words[index] = mistake.String()
	}
	message := strings.Join(words, "; ")
	unknown := condition{Status: isUnknown, Reason: "InvalidSpec", Message: "the spec can't be applied"}
	return report{
		revision: value.Text(status, "revision"), url: value.Text(status, "url"), replicas: replicas,
		conditions: []condition{
			typed("Ready", condition{Status: isFalse, Reason: "InvalidSpec", Message: message}),
			typed("ServiceReady", unknown), typed("TriggersReady", unknown),
		},
	}
}

func typed(kind string, c condition) condition {
	c.Type = kind
	if letters := []rune(c.Message); len(letters) > longestMessage {
		c.Message = string(letters[:longestMessage]) + "..."
	}
	return c
}

// writeStatus writes the status if it differs.
func (r *Reconciler) writeStatus(ctx context.Context, owner *unstructured.Unstructured, next report) error {
	before := conditionOf(owner, "Ready")
	status := next.status(owner)
	if value.Canonical(timeless(status)) == value.Canonical(timeless(value.Child(owner.Object, "status"))) {
		return nil
	}
	object := blank(functionKind)
	object.SetName(owner.GetName())
	object.SetNamespace(owner.GetNamespace())
	// A Function that was recreated under the name gets its own status.
	object.SetUID(owner.GetUID())
	object.Object["status"] = status
	err := r.client.Status().Apply(ctx, client.ApplyConfigurationFromUnstructured(object),
		client.FieldOwner(fieldManager), client.ForceOwnership)
	if err != nil {
		return client.IgnoreNotFound(err)
	}
	r.announce(owner, before, next.conditions[0])
	return nil
}

func (t report) status(owner *unstructured.Unstructured) value.Object {
	generation := owner.GetGeneration()
	conditions := make([]any, len(t.conditions))
	for index, one := range t.conditions {
		conditions[index] = value.Object{
			"type": one.Type, "status": one.Status, "reason": one.Reason, "message": one.Message,
			"observedGeneration": generation, "lastTransitionTime": transition(owner, one),
		}
	}
	status := value.Object{"observedGeneration": generation, "replicas": t.replicas, "conditions": conditions}
	for name, text := range map[string]string{"revision": t.revision, "url": t.url} {
		if text != "" {
			status[name] = text
		}
	}
	return status
}

// transition returns the time at which the condition last changed.
func transition(owner *unstructured.Unstructured, now condition) string {
	for _, before := range value.Objects(value.List(value.Child(owner.Object, "status"), "conditions")) {
		if before["type"] == now.Type && before["status"] == now.Status && value.Text(before, "lastTransitionTime") != "" {
			return value.Text(before, "lastTransitionTime")
		}
	}
	return time.Now().UTC().Format(time.RFC3339)
}

func timeless(status value.Object) value.Object {
	conditions := []any{}
	for _, one := range value.Objects(value.List(status, "conditions")) {
		conditions = append(conditions, value.Without(one, "lastTransitionTime"))
	}
	return value.Merged(status, value.Object{"conditions": conditions})
}
