// What every kind of trigger tells of itself; a kind is one file, and one row in kinds.go.

// Package trigger makes the objects that call a function: events of brokers and channels, timers, and sources of messages.
package trigger

import (
	"knative-faas.dev/programs/internal/function/shape"
	"knative-faas.dev/programs/internal/function/value"
)

// place is where an object of a kind stands, and where its events go.
type place struct {
	name, namespace string
	cluster         string       // what the names at servers begin with, where several clusters meet
	to              value.Object // the function as Knative's Destination
	pullSecrets     []any        // with log-ins at registries, for the Pods of a program
}

func (p place) metadata() value.Object {
	return value.Object{"name": p.name, "namespace": p.namespace}
}

type kind struct {
	name  string
	shape shape.Group
	// make returns the objects that it takes: the last one sends the events, those before it are what that one needs.
	make func(args value.Object, at place) []value.Object
	// fixed is what Knative refuses to change. It is a part of the object's name, so that a change makes another object
	// before the old one goes. Nil where there is no such thing.
	fixed func(args value.Object) any
	// program is the program of ours that runs a source, where `args.image` does not name one.
	program string
	// mistakes is what must hold beyond the shape.
	mistakes func(args value.Object, path string) []shape.Mistake
}

// overrides are the attributes that a source adds to each of its events.
func overrides(args value.Object) any {
	if !value.Has(args, "extensions") {
		return nil
	}
	return value.Object{"extensions": args["extensions"]}
}
