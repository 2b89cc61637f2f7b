// Events: what `kubectl describe` shows of a Function's past.
package controller

import (
	"cmp"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// The API takes no longer note.
const longestNote = 1024

// announce makes an event of a Function that became ready, or that fails now for another reason than before.
func (r *Reconciler) announce(owner *unstructured.Unstructured, before, now condition) {
	if now.Status == isUnknown || (before.Status == now.Status && before.Reason == now.Reason) {
		return
	}
	kind := corev1.EventTypeNormal
	if now.Status == isFalse {
		kind = corev1.EventTypeWarning
	}
	note := []rune(cmp.Or(now.Message, "the function answers"))
	r.events.Eventf(owner, nil, kind, now.Reason, "Reconcile", "%s", string(note[:min(len(note), longestNote)]))
}
