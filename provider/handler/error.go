// The status of a handler's result. Without the SDK's results any error is a failure.

//go:build go1.21

package main

import "net/http"

func outcome(err error) (int, string) {
	if err == nil {
		return http.StatusOK, ""
	}
	return http.StatusInternalServerError, err.Error()
}
