// CloudEvents over HTTP (binary and structured mode) for a handler of any of the usual signatures.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/cloudevents/sdk-go/v2/event"
	"github.com/cloudevents/sdk-go/v2/types"
)

const structured = "application/cloudevents+json"

// receive makes the HTTP handler; the reply goes out in binary mode, an error is a 500, which makes a broker retry.
func receive(handle any) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		in, err := read(r)
		if err == nil {
			err = in.Validate()
		}
		if err != nil {
			http.Error(w, "no CloudEvent: "+err.Error(), http.StatusBadRequest)
			return
		}
		out, err := call(r.Context(), handle, in)
		switch {
		case err != nil:
			slog.Error("handler failed", "id", in.ID(), "source", in.Source(), "type", in.Type(), "error", err.Error())
			http.Error(w, err.Error(), http.StatusInternalServerError)
		case out == nil:
			w.WriteHeader(http.StatusNoContent)
		default:
			write(w, *out)
		}
	})
}

func call(ctx context.Context, handle any, in event.Event) (*event.Event, error) {
	switch handle := handle.(type) {
	case func():
		handle()
	case func() error:
		return nil, handle()
	case func(context.Context):
		handle(ctx)
	case func(context.Context) error:
		return nil, handle(ctx)
	case func(event.Event):
		handle(in)
	case func(event.Event) error:
		return nil, handle(in)
	case func(context.Context, event.Event):
		handle(ctx, in)
	case func(context.Context, event.Event) error:
		return nil, handle(ctx, in)
	case func(event.Event) *event.Event:
		return handle(in), nil
	case func(event.Event) (*event.Event, error):
		return handle(in)
	case func(context.Context, event.Event) *event.Event:
		return handle(ctx, in), nil
	case func(context.Context, event.Event) (*event.Event, error):
		return handle(ctx, in)
	default:
		panic("a signature that the build lets pass by mistake")
	}
	return nil, nil
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

// binary reads attributes from headers, as the HTTP protocol binding of CloudEvents 1.0 says.
func binary(header http.Header, body []byte) (event.Event, error) {
	if version := header.Get("Ce-Specversion"); version != event.CloudEventsVersionV1 && version != event.CloudEventsVersionV03 {
		return event.Event{}, errors.New("the header Ce-Specversion has to be 1.0 or 0.3")
	}
	in := event.New(header.Get("Ce-Specversion"))
	in.SetID(header.Get("Ce-Id"))
	in.SetSource(header.Get("Ce-Source"))
	in.SetType(header.Get("Ce-Type"))
	in.SetSubject(header.Get("Ce-Subject"))
	in.SetDataSchema(header.Get("Ce-Dataschema"))
	if text := header.Get("Ce-Time"); text != "" {
		at, err := time.Parse(time.RFC3339Nano, text)
		if err != nil {
			return in, err
		}
		in.SetTime(at)
	}
	for name, values := range header {
		key := strings.ToLower(strings.TrimPrefix(name, "Ce-"))
		if strings.HasPrefix(name, "Ce-") && !known[key] {
			in.SetExtension(key, values[0])
		}
	}
	if len(body) == 0 {
		return in, nil
	}
	return in, in.SetData(header.Get("Content-Type"), body)
}

var known = map[string]bool{
	"specversion": true, "id": true, "source": true, "type": true, "subject": true, "dataschema": true, "time": true,
}

func write(w http.ResponseWriter, out event.Event) {
	header := w.Header()
	attributes := map[string]string{
		"specversion": out.SpecVersion(), "id": out.ID(), "source": out.Source(), "type": out.Type(),
		"subject": out.Subject(), "dataschema": out.DataSchema(),
	}
	for name, value := range attributes {
		if value != "" {
			header.Set("Ce-"+name, value)
		}
	}
	if !out.Time().IsZero() {
		header.Set("Ce-Time", out.Time().Format(time.RFC3339Nano))
	}
	for name, value := range out.Extensions() {
		if text, err := types.Format(value); err == nil {
			header.Set("Ce-"+name, text)
		}
	}
	header.Set("Content-Type", out.DataContentType())
	if _, err := w.Write(out.Data()); err != nil {
		slog.Warn("reply was not taken", "id", out.ID(), "error", err.Error())
	}
}
