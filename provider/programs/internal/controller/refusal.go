// Errors of the API server on an apply: refusals, which last until something changes, and transient errors.
package controller

import (
	"errors"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
)

// judged returns the condition that an error means.
func judged(err error) condition {
	switch {
	case isOf[*notOwnedError](err):
		return condition{Status: isFalse, Reason: "NotOwned", Message: err.Error()}
	case isOf[*deletingError](err):
		return condition{Status: isUnknown, Reason: "Deleting", Message: err.Error()}
	case meta.IsNoMatchError(err):
		return condition{Status: isFalse, Reason: "KindMissing", Message: err.Error() + "; install the component that provides it"}
	case isRefusal(err):
		return condition{Status: isFalse, Reason: "Refused", Message: err.Error()}
	}
	return condition{Status: isUnknown, Reason: "Retrying", Message: err.Error()}
}

// isLasting reports whether an immediate retry would be pointless.
func isLasting(err error) bool {
	return isOf[*notOwnedError](err) || isOf[*deletingError](err) || meta.IsNoMatchError(err) || isRefusal(err)
}

// isRefusal reports whether a webhook, quota or access rule rejected the request.
func isRefusal(err error) bool {
	return apierrors.IsInvalid(err) || apierrors.IsBadRequest(err) || apierrors.IsForbidden(err)
}

func isOf[E error](err error) bool {
	_, ok := errors.AsType[E](err)
	return ok
}
