// Kubernetes Events of a Function, which `kubectl describe` shows.
package controller

import (
	"cmp"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// longestNote is the API's limit.
const longestNote = 1024

// announce emits an Event if a Function became ready, or now fails for a different reason.
func (r *Reconciler) announce(owner *unstructured.Unstructured, before, now condition) {
	if now.Status == isUnknown || (before.Status == now.Status && before.Reason == now.Reason) {
		return
	}
	kind := corev1.EventTypeNormal
	if now.Status == isFalse {
		kind = corev1.EventTypeWarning
	}
	note := []rune(cmp.Or(now.Message, "the function is ready"))
	r.events.Eventf(owner, nil, kind, now.Reason, "Reconcile", "%s", string(note[:min(len(note), longestNote)]))
}
