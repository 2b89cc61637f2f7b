// How a Pod stops if it may not return: no other Pod would read what the broker keeps in its session.
package mqtt

import (
	"context"
	"time"

	"knative-faas.dev/programs/internal/adapter"
	"knative-faas.dev/programs/internal/wait"
)

const (
	quiet = time.Second
	// reserve is the part of the grace that is kept for events in flight.
	reserve = 5 * time.Second
)

// leave unsubscribes, and returns when nothing has arrived for a while. The first Pod of a group, and a source without a group,
// keep their subscriptions: they return, like those that the broker refuses.
func (s *source) leave() {
	conn := s.current.Load()
	if !s.config.isRemovable(s.Identity) || conn == nil || (*conn).alive().Err() != nil {
		return
	}
	s.leaving.Store(true)
	if err := (*conn).unsubscribe(s.config.filters()); err != nil {
		s.Log.Warn("not unsubscribed: messages may wait in the session", "error", explain(err))
		return
	}
	s.Log.Info("unsubscribed; waiting for the last messages", "topics", s.config.filters())
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
