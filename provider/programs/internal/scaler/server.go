// Polls the queues of all functions that share a server, over one connection and in a loop of its own.
package scaler

import (
	"context"
	"errors"
	"maps"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"knative-faas.dev/programs/internal/queue"
)

const (
	// pollEvery leaves time for the request and the patch, so that a new entry scales its function within a second.
	pollEvery = 800 * time.Millisecond
	pollLimit = 5 * time.Second
	longest   = 30 * time.Second
)

type server struct {
	connection queue.Server
	mutex      sync.Mutex
	members    map[*function]queue.Queue
	wake       chan struct{} // holds a value if a function has joined
	end        context.CancelFunc
}

func newServer(connection queue.Server, end context.CancelFunc) *server {
	return &server{connection: connection, members: map[*function]queue.Queue{}, wake: make(chan struct{}, 1), end: end}
}

// run polls until its context ends, and closes the connection after the last response.
func (s *server) run(ctx context.Context) {
	defer s.connection.Close()
	for pause := pollEvery; ; {
		began := time.Now()
		pause = nextPause(pause, s.round(ctx))
		timer := time.NewTimer(pause - time.Since(began))
		select {
		case <-timer.C:
		case <-s.wake:
		case <-ctx.Done():
		}
		if timer.Stop(); ctx.Err() != nil {
			return
		}
	}
}

// An unreachable server is polled less and less often.
func nextPause(pause time.Duration, away bool) time.Duration {
	if !away {
		return pollEvery
	}
	return min(2*pause, longest)
}

// round polls for every function once, a few at a time, and reports whether the server is unreachable for all of them.
func (s *server) round(ctx context.Context) (away bool) {
	var answered atomic.Bool
	var polls errgroup.Group
	polls.SetLimit(queue.AtOnce)
	for function, q := range s.polled() {
		polls.Go(func() error {
			if s.poll(ctx, function, q) {
				answered.Store(true)
			}
			return nil
		})
	}
	_ = polls.Wait()
	return !answered.Load()
}

// poll reports whether the server responded, even if the queue is odd.
func (s *server) poll(ctx context.Context, f *function, q queue.Queue) bool {
	limited, cancel := context.WithTimeout(ctx, pollLimit)
	defer cancel()
	length, err := q.Length(limited, s.connection)
	if ctx.Err() == nil {
		s.answer(f, length, err)
	}
	_, isQueueError := errors.AsType[*queue.QueueError](err)
	return err == nil || isQueueError
}

func (s *server) polled() map[*function]queue.Queue {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return maps.Clone(s.members)
}

// answer ignores functions that have left meanwhile; none can leave while it runs.
func (s *server) answer(f *function, length float64, err error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if _, ok := s.members[f]; ok {
		f.answer(length, err)
	}
}

// join also ends the pause after a failure, so that the server is polled immediately.
func (s *server) join(f *function, q queue.Queue) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.members[f] = q
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

// leave reports whether no function is left.
func (s *server) leave(f *function) bool {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	delete(s.members, f)
	return len(s.members) == 0
}
