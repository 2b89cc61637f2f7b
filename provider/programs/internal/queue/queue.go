// Package queue reads the lengths of queues from their servers: the interface of a kind of queue, and its errors.
package queue

import (
	"context"
	"errors"
	"fmt"
)

// Queue is something on a server that has a length.
type Queue interface {
	// Server identifies the server: queues with equal values here and the same login can share a connection.
	Server() string
	// Open prepares a connection. Whether the server is reachable shows only with the first request.
	Open(login Login) (Server, error)
	// Length requests the length once, over a connection that a queue of the same Server has opened. It may be called concurrently.
	Length(ctx context.Context, over Server) (float64, error)
}

// Server is a connection, or as many as a client of its kind keeps.
type Server interface{ Close() }

// QueueError means that the server responded, but the queue is not what its entry says.
type QueueError struct {
	words  string
	denied bool
}

func (e *QueueError) Error() string { return e.words }

func queueError(format string, values ...any) error {
	return &QueueError{words: fmt.Sprintf(format, values...)}
}

// denied is the error for a user without permission: the Secret may contain another user by now.
func denied(format string, values ...any) error {
	return &QueueError{words: fmt.Sprintf(format, values...), denied: true}
}

// Denied reports whether an error is about a permission that the user lacks.
func Denied(err error) bool {
	wrong, ok := errors.AsType[*QueueError](err)
	return ok && wrong.denied
}
