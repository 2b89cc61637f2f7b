// The status of a handler's result, as in the SDK's own receiver: an error may be an acknowledgement.

//go:build go1.21

package main

import (
	"net/http"

	"github.com/cloudevents/sdk-go/v2/protocol"
	results "github.com/cloudevents/sdk-go/v2/protocol/http"
)

func outcome(err error) (int, string) {
	var result *results.Result
	switch {
	case protocol.ResultAs(err, &result) && result.StatusCode > 100 && result.StatusCode < 600:
		return result.StatusCode, err.Error()
	case result != nil || protocol.IsACK(err):
		return http.StatusOK, ""
	default:
		return http.StatusInternalServerError, err.Error()
	}
}
