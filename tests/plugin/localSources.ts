// Source of functions that tests run on this machine.

export const handler = (answer: string) => `package hello

import (
	"fmt"
	"net/http"
	"os"
	"time"
)

func Handle(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/slow" {
		time.Sleep(time.Second)
	}
	if r.URL.Path == "/crash" {
		os.Exit(3)
	}
	fmt.Fprint(w, ${answer})
}
`;

export const program = (answer: string) => `package main

import (
	"fmt"
	"net/http"
	"os"
)

func main() {
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, ${answer}) })
	http.ListenAndServe(":"+os.Getenv("PORT"), nil)
}
`;

/** As `func create -l go` writes them: with an instance, and before that a function. */
export const created: Record<string, string> = {
  http: `package function

import (
	"fmt"
	"net/http"
)

type MyFunction struct{}

func New() *MyFunction {
	return &MyFunction{}
}

func (f *MyFunction) Handle(w http.ResponseWriter, r *http.Request) {
	fmt.Fprint(w, "created")
}
`,
  "http of earlier versions": `package function

import (
	"context"
	"fmt"
	"net/http"
)

func Handle(ctx context.Context, w http.ResponseWriter, r *http.Request) {
	fmt.Fprint(w, "created")
}
`,
  cloudevents: `package function

import (
	"context"

	"github.com/cloudevents/sdk-go/v2/event"
)

type MyFunction struct{}

func New() *MyFunction {
	return &MyFunction{}
}

func (f *MyFunction) Handle(ctx context.Context, e event.Event) (*event.Event, error) {
	return reply()
}
`,
  "cloudevents of earlier versions": `package function

import (
	"context"

	"github.com/cloudevents/sdk-go/v2/event"
)

func Handle(ctx context.Context, e event.Event) (*event.Event, error) {
	return reply()
}
`,
};

export const reply = `package function

import "github.com/cloudevents/sdk-go/v2/event"

func reply() (*event.Event, error) {
	out := event.New()
	out.SetID("1")
	out.SetSource("/test")
	out.SetType("made")
	return &out, out.SetData("text/plain", "created")
}
`;
