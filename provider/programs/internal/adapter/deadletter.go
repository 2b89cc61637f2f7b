// Dead letters: events that could not be delivered, with Knative's attributes that give the reason.
package adapter

import (
	"context"
	"encoding/base64"
	"fmt"
	"net/http"
	"strconv"
	"unicode"
	"unicode/utf8"
)

// sendDeadLetter sends an event to the dead letter sink until it is accepted, whatever the responses are: there is nowhere else to send it.
func (s *Sink) sendDeadLetter(ctx context.Context, e Event, last answer) (Outcome, error) {
	if s.delivery.DeadLetter == "" {
		s.metrics.Dropped.Inc()
		s.log.Error("event dropped: there is no dead letter sink", "id", e.ID, "answer", last.String())
		return Dropped, nil
	}
	header, body := e.with(s.reasons(last)).request(s.delivery.DeadLetterFormat)
	for failures := 1; ; failures++ {
		a := s.post(ctx, s.delivery.DeadLetter, header, body, 0)
		if a.delivered() {
			s.metrics.DeadLettered.Inc()
			s.log.Warn("event sent to the dead letter sink", "id", e.ID, "answer", last.String())
			return DeadLettered, nil
		}
		if !s.again(ctx, e, a, failures, "the dead letter sink did not accept an event") {
			return 0, ctx.Err()
		}
	}
}

func (s *Sink) reasons(last answer) map[string]string {
	return map[string]string{
		"knativeerrordest": s.shown, "knativeerrorcode": strconv.Itoa(errorCode(last)), "knativeerrordata": errorData(last),
	}
}

// errorCode is 500 if there was no response, as in Knative.
func errorCode(last answer) int {
	if last.silence != nil {
		return http.StatusInternalServerError
	}
	return last.status
}

// errorData is the body of the response, or part of it in base64 if it is not printable text.
func errorData(last answer) string {
	if last.silence != nil {
		text := fmt.Sprintf("dispatch error: %v", last.silence)
		return text[:min(len(text), longestErrorData)]
	}
	if printable(last.body) {
		return string(last.body)
	}
	text := base64.StdEncoding.EncodeToString(last.body)
	return text[:min(len(text), longestErrorData)]
}

func printable(body []byte) bool {
	for rest := body; len(rest) > 0; {
		letter, size := utf8.DecodeRune(rest)
		cut := letter == utf8.RuneError && size == 1 && !utf8.FullRune(rest) && len(body) == longestErrorData
		if cut {
			return true // the last character was cut
		}
		if (letter == utf8.RuneError && size == 1) || (unicode.IsControl(letter) && !unicode.IsSpace(letter)) {
			return false
		}
		rest = rest[size:]
	}
	return true
}
