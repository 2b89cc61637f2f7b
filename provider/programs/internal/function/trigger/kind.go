// What every kind of trigger tells of itself; a kind is one file, and one row in kinds.go.

// Package trigger makes the objects that call a function: events of brokers and channels, timers, and sources of messages.
package trigger

import (
	"knative-faas.dev/programs/internal/function/value"
	"knative-faas.dev/programs/internal/strict"
)

// Receiver is the function that is called.
type Receiver struct {
	Name, Namespace string
	// Cluster tells it from others, at servers that several of them use.
	Cluster string
	// PullSecrets have log-ins at registries, for the Pods of a program.
	PullSecrets []string
	// Images are those of our own programs, by program.
	Images map[string]string
}

// place is where an object of a kind stands, and where its events go.
type place struct {
	Receiver
	name string
}

func (p place) metadata() value.Object {
	return value.Object{"name": p.name, "namespace": p.Namespace}
}

type kind[T any] struct {
	name string
	// make returns the objects that it takes: the last one sends the events, those before it are what that one needs.
	make func(args T, at place) []value.Object
	// fixed is what Knative refuses to change. It is a part of the object's name, so that a change makes another object
	// before the old one goes. Nil where there is no such thing.
	fixed func(args T) any
	// mistakes are those that the definition of Functions can't tell.
	mistakes func(args T, path string, of Receiver) []strict.Mistake
}

// overrides are the attributes that a source adds to each of its events.
func overrides(extensions map[string]string) any {
	if extensions == nil {
		return nil
	}
	return value.Object{"extensions": extensions}
}
