// How a Pod goes that may not come back: what the broker would keep in its session no other Pod would ever read.
package mqtt

import (
	"context"
	"time"

	"knative-faas.dev/programs/internal/adapter"
	"knative-faas.dev/programs/internal/wait"
)

const (
	quiet = time.Second
	// Of the grace so much is left for what is in flight.
	reserve = 5 * time.Second
)

// leave unsubscribes, and returns when nothing has come for a while. The first Pod of a group, and a source without one, keep their
// subscriptions: they come back, as all do that the broker refuses.
func (s *source) leave() {
	conn := s.current.Load()
	if !s.config.mayGo(s.Identity) || conn == nil || (*conn).alive().Err() != nil {
		return
	}
	s.leaving.Store(true)
	if err := (*conn).unsubscribe(s.config.filters()); err != nil {
		s.Log.Warn("not unsubscribed: messages may wait in the session", "error", explain(err))
		return
	}
	s.Log.Info("unsubscribed, until nothing comes any more", "topics", s.config.filters())
	limit, cancel := context.WithTimeout(s.Work, adapter.Grace-reserve)
	defer cancel()
	began := time.Now()
	for {
		last := time.Unix(0, s.heard.Load())
		if last.Before(began) {
			last = began
		}
		rest := quiet - time.Since(last)
		if rest <= 0 && s.Window.InFlight() == 0 || !wait.For(limit, max(rest, quiet/20)) {
			return
		}
	}
}
