// Subscribing: the source is ready when the broker has granted all topics.
package mqtt

import (
	"context"
	"errors"
	"time"

	"knative-faas.dev/programs/internal/adapter"
	"knative-faas.dev/programs/internal/wait"
)

const firstRefusedPause = time.Second

var errRefused = errors.New("the broker refused a topic")

// subscribe tries until all topics are granted. Without retained messages coming again there is no harm in asking on each
// connection, and a broker that kept the session without the subscriptions is mended; with 3.1.1 they would.
func (s *source) subscribe(conn connection) error {
	s.subscribed = s.subscribed && conn.resumed()
	if s.leaving.Load() || s.subscribed && s.config.Protocol == "3.1.1" {
		s.Ready(true)
		return nil
	}
	for failures := 1; ; failures++ {
		err := s.ask(conn)
		if err == nil {
			s.subscribed = true
			s.Ready(true)
			s.Log.Info("subscribed", "topics", s.config.filters())
			return nil
		}
		if !errors.Is(err, errRefused) {
			return err
		}
		if !wait.For(conn.alive(), adapter.Pause(failures, firstRefusedPause, longestPause)) {
			return context.Cause(conn.alive())
		}
	}
}

// ask returns errRefused when a topic was refused; the log then says why.
func (s *source) ask(conn connection) error {
	filters, qos := s.config.filters(), byte(*s.config.QoS)
	codes, err := conn.subscribe(filters, qos)
	if err != nil {
		return err
	}
	for index, code := range codes {
		switch {
		case code >= 0x80:
			err = errRefused
			s.Log.Warn("not subscribed", "topic", filters[index], "error", (&refusal{what: "the topic", code: code}).Error())
		case code < qos:
			s.Log.Warn("the broker grants less than was asked for: messages may get lost", "topic", filters[index], "qos", code, "asked", qos)
		}
	}
	return err
}
