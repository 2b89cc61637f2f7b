// Source of handlers as users write them.

export const http = `package function

import (
	"fmt"
	"net/http"
	"time"
)

// Handle an HTTP request.
func Handle(w http.ResponseWriter, r *http.Request) {
	switch r.URL.Path {
	case "/panic":
		panic("out of luck")
	case "/slow":
		time.Sleep(time.Second)
	}
	fmt.Fprintf(w, "handled %s", r.URL.Path)
}
`;

export const instance = `package function

import (
	"context"
	"fmt"
	"net/http"
)

type Function struct{ greeting string }

func New() *Function { return &Function{} }

func (f *Function) Start(ctx context.Context, env map[string]string) error {
	f.greeting = env["GREETING"]
	return nil
}

func (f *Function) Ready(ctx context.Context) (bool, error) { return f.greeting != "", nil }

func (f *Function) Stop(ctx context.Context) error { fmt.Println("stopped by its own words"); return nil }

func (f *Function) Handle(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, f.greeting) }
`;

export const events = (signature: string, body: string) => `package function

import (
	"context"

	"github.com/cloudevents/sdk-go/v2/event"
)

var _ context.Context

func Handle${signature} {
${body}
}

var _ event.Event
`;

export const results = `package function

import (
	"context"
	"errors"

	cloudevents "github.com/cloudevents/sdk-go/v2"
)

func Handle(ctx context.Context, e cloudevents.Event) (*cloudevents.Event, cloudevents.Result) {
	switch e.Type() {
	case "ack":
		return nil, cloudevents.ResultACK
	case "nack":
		return nil, cloudevents.ResultNACK
	case "teapot":
		return nil, cloudevents.NewHTTPResult(418, "short and stout")
	case "accepted":
		return nil, cloudevents.NewHTTPResult(202, "later")
	case "error":
		return nil, errors.New("out of luck")
	}
	return &e, nil
}
`;

export const reply = `	out := event.New()
	out.SetID("reply-" + e.ID())
	out.SetSource("/function")
	out.SetType("reply")
	out.SetSubject(e.Subject())
	out.SetExtension("kind", e.Extensions()["kind"])
	return &out, out.SetData("text/plain", append([]byte("got "), e.Data()...))`;

export const cloudeventsModule = "module function\n\ngo 1.24\n\nrequire github.com/cloudevents/sdk-go/v2 v2.16.1\n";
