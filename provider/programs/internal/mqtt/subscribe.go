// Subscribing: the source is ready once the broker has granted all topics.
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

// subscribe retries until all topics are granted. Where this does not resend retained messages, it is harmless to subscribe on each
// connection, and it repairs a session that lost its subscriptions; with 3.1.1 it would resend them.
func (s *source) subscribe(conn connection) error {
	s.subscribed = s.subscribed && conn.resumed()
	if s.leaving.Load() || s.subscribed && s.config.Protocol == "3.1.1" {
		s.Ready(true)
		return nil
	}
	for failures := 1; ; failures++ {
		err := s.requestTopics(conn)
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

// requestTopics returns errRefused if a topic was refused; the reason is logged.
func (s *source) requestTopics(conn connection) error {
	filters, qos := s.config.filters(), byte(*s.config.QoS)
	codes, err := conn.subscribe(filters, qos)
	if err != nil {
		return err
	}
	for index, code := range codes {
		switch {
		case code >= 0x80:
			err = errRefused
			s.Log.Warn("topic refused", "topic", filters[index], "error", (&refusal{what: "the topic", code: code}).Error())
		case code < qos:
			s.Log.Warn("the broker grants a lower quality of service than requested: messages may get lost", "topic", filters[index], "qos", code, "requested", qos)
		}
	}
	return err
}
