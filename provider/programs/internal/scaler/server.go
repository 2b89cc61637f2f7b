// Asks one server, over one connection, about the queues of all functions that share it, in a loop of its own.
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
	// A little less than a second, so that a push is at the Revision within one: what is left is for the question and the patch.
	pollEvery = 800 * time.Millisecond
	askLimit  = 5 * time.Second
	longest   = 30 * time.Second
)

type server struct {
	connection queue.Server
	mutex      sync.Mutex
	members    map[*function]queue.Queue
	wake       chan struct{} // holds a sign that someone joined
	end        context.CancelFunc
}

func newServer(connection queue.Server, end context.CancelFunc) *server {
	return &server{connection: connection, members: map[*function]queue.Queue{}, wake: make(chan struct{}, 1), end: end}
}

// run asks until its context ends, and closes the connection after the last answer.
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

// A server that is away is asked less and less often.
func nextPause(pause time.Duration, away bool) time.Duration {
	if !away {
		return pollEvery
	}
	return min(2*pause, longest)
}

// round asks for every function once, a few at a time, and says whether the server is away for all of them.
func (s *server) round(ctx context.Context) (away bool) {
	var answered atomic.Bool
	var questions errgroup.Group
	questions.SetLimit(queue.AtOnce)
	for function, q := range s.asked() {
		questions.Go(func() error {
			if s.ask(ctx, function, q) {
				answered.Store(true)
			}
			return nil
		})
	}
	_ = questions.Wait()
	return !answered.Load()
}

// ask says whether the server answered, be it that the queue is odd.
func (s *server) ask(ctx context.Context, f *function, q queue.Queue) bool {
	limited, cancel := context.WithTimeout(ctx, askLimit)
	defer cancel()
	length, err := q.Length(limited, s.connection)
	if ctx.Err() == nil {
		s.answer(f, length, err)
	}
	_, isOdd := errors.AsType[*queue.OddError](err)
	return err == nil || isOdd
}

func (s *server) asked() map[*function]queue.Queue {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return maps.Clone(s.members)
}

// answer is for those only that have not left meanwhile, and none leaves before it has taken it.
func (s *server) answer(f *function, length float64, err error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if _, ok := s.members[f]; ok {
		f.answer(length, err)
	}
}

// join also lets a server that is being waited for be asked at once.
func (s *server) join(f *function, q queue.Queue) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.members[f] = q
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

// leave says whether nobody is left.
func (s *server) leave(f *function) bool {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	delete(s.members, f)
	return len(s.members) == 0
}
