// Errors of the API server, and which of them are transient.
package kube

import (
	"errors"
	"fmt"
	"net/http"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
)

// Error is a response of the API server other than 2xx. Its message is that of the API's Status object.
type Error struct {
	Method  string
	Path    string
	Code    int
	Message string
}

func (e *Error) Error() string {
	return fmt.Sprintf("%s %s: %d %s: %s", e.Method, e.Path, e.Code, http.StatusText(e.Code), e.Message)
}

// UnreachableError is a request without a response, or with an incomplete one.
type UnreachableError struct {
	Method string
	Path   string
	Cause  error
}

func (e *UnreachableError) Error() string {
	return fmt.Sprintf("%s %s: the API server can't be reached: %v", e.Method, e.Path, e.Cause)
}

func (e *UnreachableError) Unwrap() error { return e.Cause }

// requestError adds to an error of client-go which request failed.
func requestError(method, path string, err error) error {
	if err == nil {
		return nil
	}
	var answer apierrors.APIStatus
	if errors.As(err, &answer) {
		return &Error{Method: method, Path: path, Code: int(answer.Status().Code), Message: answer.Status().Message}
	}
	return &UnreachableError{method, path, Cause(err)}
}

// Code returns the HTTP status of an API error, 0 for every other error.
func Code(err error) int {
	if answer, ok := errors.AsType[*Error](err); ok {
		return answer.Code
	}
	return 0
}

// Transient reports whether the same request may succeed a little later.
func Transient(err error) bool {
	if _, ok := errors.AsType[*UnreachableError](err); ok {
		return true
	}
	code := Code(err)
	return code == http.StatusTooManyRequests || code >= 500
}
