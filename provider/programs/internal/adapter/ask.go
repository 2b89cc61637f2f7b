// What came of an event, for a source that does more with it than to count it: the sink's answer, or why the event was given up.
package adapter

import (
	"context"
	"net/http"
)

// Reply is what the sink answered in the end. One that is not Delivered must be buried.
type Reply struct {
	Header http.Header
	Body   []byte
	last   answer
}

// Delivered says whether the sink has taken the event.
func (r Reply) Delivered() bool { return r.last.delivered() }

// Answer is the last answer in a few words, without its body.
func (r Reply) Answer() string { return r.last.String() }

// Unusable is a reply in place of one that the source can't do anything with: the event is given up for this reason.
func Unusable(reason string) Reply {
	return Reply{last: answer{status: http.StatusBadGateway, body: []byte(reason)}}
}

// Ask sends an event until the sink has taken it, or until there is no use in going on. With a limit above 0 the answer's body is
// kept, up to one byte more than that. It returns an error only when the context ended before.
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

// Accept counts an event that the sink has taken.
func (s *Sink) Accept() { s.metrics.Delivered.Inc() }

// Bury sends an event that was given up to the dead letter sink, or drops it.
func (s *Sink) Bury(ctx context.Context, e Event, r Reply) (Outcome, error) {
	return s.sendDeadLetter(ctx, e.with(s.override), r.last)
}

// Reasons returns an event with Knative's attributes of a dead letter, for a source that has its own place for dead letters.
func (s *Sink) Reasons(e Event, r Reply) Event { return e.with(s.override).with(s.reasons(r.last)) }

// Buried counts and logs a dead letter that the source has put into its own place.
func (s *Sink) Buried(e Event, r Reply) {
	s.metrics.DeadLettered.Inc()
	s.log.Warn("event became a dead letter", "id", e.ID, "answer", r.last.String())
}
