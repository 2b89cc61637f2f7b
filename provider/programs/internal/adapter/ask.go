// Delivery for sources that use the sink's answer, or that store dead letters themselves.
package adapter

import (
	"context"
	"net/http"
)

// Reply is the sink's final answer. If it is not Delivered, the event must be buried, or stored by the source as a dead letter.
type Reply struct {
	Header http.Header
	Body   []byte
	last   answer
}

// Delivered reports whether the sink has accepted the event.
func (r Reply) Delivered() bool { return r.last.delivered() }

// Answer describes the last answer briefly, without its body.
func (r Reply) Answer() string { return r.last.String() }

// Unusable returns a reply that replaces one which the source can't use: the event is given up for this reason.
func Unusable(reason string) Reply {
	return Reply{last: answer{status: http.StatusBadGateway, body: []byte(reason)}}
}

// Ask sends an event until the sink accepts it or retrying is useless. With a limit above 0 the body of the answer is kept, up to
// one byte more, which shows that the limit is exceeded. Ask returns an error only if the context ends first.
func (s *Sink) Ask(ctx context.Context, e Event, limit int64) (Reply, error) {
	header, body := e.with(s.override).request(s.delivery.Format)
	for failures := 1; ; failures++ {
		a := s.post(ctx, s.address, header, body, limit)
		switch {
		case a.delivered():
			return Reply{a.header, a.body, a}, nil
		case ctx.Err() != nil:
			return Reply{}, ctx.Err()
		case !a.transient() || s.delivery.Retry != nil && failures > *s.delivery.Retry:
			return Reply{last: a}, nil
		case !s.again(ctx, e, a, failures, "the sink did not accept an event"):
			return Reply{}, ctx.Err()
		}
	}
}

// Accept counts an event that the sink has accepted.
func (s *Sink) Accept() { s.metrics.Delivered.Inc() }

// Bury sends an event that was given up to the dead letter sink, or drops it.
func (s *Sink) Bury(ctx context.Context, e Event, r Reply) (Outcome, error) {
	return s.sendDeadLetter(ctx, e.with(s.override), r.last)
}

// Reasons returns the event with Knative's dead letter attributes, for a source that stores dead letters itself.
func (s *Sink) Reasons(e Event, r Reply) Event { return e.with(s.override).with(s.reasons(r.last)) }

// Buried counts and logs a dead letter that the source has stored itself.
func (s *Sink) Buried(e Event, r Reply) {
	s.metrics.DeadLettered.Inc()
	s.log.Warn("event became a dead letter", "id", e.ID, "answer", r.last.String())
}
