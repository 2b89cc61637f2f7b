// CloudEvents over HTTP (binary and structured mode), for handlers with any of the usual signatures.

//go:build go1.21

package main

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"strings"

	"github.com/cloudevents/sdk-go/v2/event"
)

const structured = "application/cloudevents+json"

// receive returns the HTTP handler. An error becomes a 500, which makes a broker retry.
func receive(handle func(context.Context, event.Event) (*event.Event, error)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		in, err := read(r)
		if err == nil {
			// Before 2.1 the SDK returns a map, which is nil, yet no nil error.
			if invalid := in.Validate(); invalid != nil {
				err = invalid
			}
		}
		if err != nil {
			http.Error(w, "not a CloudEvent: "+err.Error(), http.StatusBadRequest)
			return
		}
		out, err := handle(r.Context(), in)
		status, reason := outcome(err)
		if status >= http.StatusBadRequest {
			slog.Error("handler failed", "id", in.ID(), "source", in.Source(), "type", in.Type(), "error", reason)
		}
		switch {
		case out != nil:
			write(w, *out, status, isKnative(r))
		case status >= http.StatusBadRequest:
			http.Error(w, reason, status)
		case status == http.StatusOK:
			w.WriteHeader(http.StatusNoContent)
		default:
			w.WriteHeader(status)
		}
	})
}

func read(r *http.Request) (event.Event, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return event.Event{}, err
	}
	if strings.HasPrefix(r.Header.Get("Content-Type"), structured) {
		var in event.Event
		return in, json.Unmarshal(body, &in)
	}
	return binary(r.Header, body)
}

// isKnative reports whether the reply goes to a Knative broker or channel (its data plane specification, derived replies).
func isKnative(r *http.Request) bool { return strings.EqualFold(r.Header.Get("Prefer"), "reply") }

// write replies in binary mode. Knative does not decode headers, so it gets JSON if a value would need encoding.
func write(w http.ResponseWriter, out event.Event, status int, asJSON bool) {
	body := out.Data()
	if asJSON && isEncoded(out) {
		text, err := json.Marshal(legalized(out))
		if err != nil {
			slog.Error("reply is not a valid CloudEvent", "id", out.ID(), "error", err.Error())
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		body = text
		w.Header().Set("Content-Type", structured)
	} else {
		writeHeaders(w.Header(), out)
	}
	w.WriteHeader(status)
	if _, err := w.Write(body); err != nil {
		slog.Warn("reply could not be written", "id", out.ID(), "error", err.Error())
	}
}
