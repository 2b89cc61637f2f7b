// Package queue asks servers how much waits on them: what a kind of queue must be able to do, and what can go wrong.
package queue

import (
	"context"
	"errors"
	"fmt"
)

// Queue is something on a server that has a length.
type Queue interface {
	// Server tells servers apart: queues that say the same here and have the same log-in can share a connection.
	Server() string
	// Open readies a connection. Whether the server is there shows only when it is asked.
	Open(login Login) (Server, error)
	// Length asks once, over a connection that a queue of the same Server has opened. It may be called several times at once.
	Length(ctx context.Context, over Server) (float64, error)
}

// Server is a connection, or as many as a client of its kind keeps.
type Server interface{ Close() }

// OddError means that the server is there and answered, but the queue is not what its entry says.
type OddError struct {
	words  string
	denied bool
}

func (e *OddError) Error() string { return e.words }

func odd(format string, values ...any) error {
	return &OddError{words: fmt.Sprintf(format, values...)}
}

// denied is for a user without the right: another one may stand in the Secret by now.
func denied(format string, values ...any) error {
	return &OddError{words: fmt.Sprintf(format, values...), denied: true}
}

// Denied says whether an error is about a right that the log-in lacks.
func Denied(err error) bool {
	wrong, ok := errors.AsType[*OddError](err)
	return ok && wrong.denied
}
