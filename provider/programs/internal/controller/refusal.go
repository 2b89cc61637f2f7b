// What the API server answers to an apply: a refusal that stays until something changes, or an error that passes by itself.
package controller

import (
	"errors"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
)

// judged is the condition that an error stands for.
func judged(err error) condition {
	switch {
	case isOf[*taken](err):
		return condition{Status: isFalse, Reason: "NotOwned", Message: err.Error()}
	case isOf[*leaving](err):
		return condition{Status: isUnknown, Reason: "Deleting", Message: err.Error()}
	case meta.IsNoMatchError(err):
		return condition{Status: isFalse, Reason: "KindMissing", Message: err.Error() + "; install what brings it into the cluster"}
	case isRefusal(err):
		return condition{Status: isFalse, Reason: "Refused", Message: err.Error()}
	}
	return condition{Status: isUnknown, Reason: "Retrying", Message: err.Error()}
}

// isLasting says whether another try would change nothing soon.
func isLasting(err error) bool {
	return isOf[*taken](err) || isOf[*leaving](err) || meta.IsNoMatchError(err) || isRefusal(err)
}

// isRefusal holds for what webhooks, quotas and rights say no to.
func isRefusal(err error) bool {
	return apierrors.IsInvalid(err) || apierrors.IsBadRequest(err) || apierrors.IsForbidden(err)
}

func isOf[E error](err error) bool {
	_, ok := errors.AsType[E](err)
	return ok
}
