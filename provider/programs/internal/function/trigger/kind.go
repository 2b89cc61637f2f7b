// The description of a kind of trigger; each kind is a file, and a row in kinds.go.

// Package trigger makes the objects that call a function: events of brokers and channels, timers, and sources of messages.
package trigger

import (
	"knative-faas.dev/programs/internal/function/value"
	"knative-faas.dev/programs/internal/strict"
)

// Receiver is the function that is called.
type Receiver struct {
	Name, Namespace string
	// Cluster identifies the cluster at servers that several clusters use.
	Cluster string
	// PullSecrets are credentials for registries, for the Pods of a program.
	PullSecrets []string
	// Images are those of this project's programs, by program.
	Images map[string]string
}

// place is the name and namespace of a kind's object, and where its events are sent.
type place struct {
	Receiver
	name string
	// between is the name of the Service that events are sent to instead of the function, or empty.
	between string
}

func (p place) metadata() value.Object {
	return value.Object{"name": p.name, "namespace": p.Namespace}
}

type kind[T any] struct {
	name string
	// make returns the objects of the trigger: the last one sends the events, the others are what it needs.
	make func(args T, at place) []value.Object
	// fixed returns the values that Knative refuses to change. They are part of the object's name, so that a change creates another
	// object before the old one is deleted. Nil if there are none.
	fixed func(args T) any
	// mistakes returns those that the CRD can't detect.
	mistakes func(args T, path string, of Receiver) []strict.Mistake
}

// overrides are the attributes that a source adds to each of its events.
func overrides(extensions map[string]string) any {
	if extensions == nil {
		return nil
	}
	return value.Object{"extensions": extensions}
}
