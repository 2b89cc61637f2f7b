// Tests of dead letters: the event with the reasons, and no secret.
package adapter

import (
	"bytes"
	"strings"
	"testing"
)

func TestDeadLetter(t *testing.T) {
	long := strings.Repeat("x", 2000)
	for _, c := range []struct {
		name, body string
		status     int
		code, data string
	}{
		{"refused", "no such order", 422, "422", "no%20such%20order"},
		{"failed", "down", 503, "503", "down"},
		{"no body", "", 400, "400", ""},
		{"long body", long, 400, "400", long[:1024]},
		{"not printable", "\x00\x01\x02", 400, "400", "AAEC"},
		{"lines", "a\nb", 400, "400", "a%0Ab"},
	} {
		p, letters := newPlace(t, c.status), newPlace(t, 400, 503, 202)
		p.body = c.body
		s, _ := sinkOf(p.URL, Delivery{Retry: new(1), DeadLetter: letters.URL})
		if got, err := s.Deliver(t.Context(), event); got != DeadLettered || err != nil {
			t.Fatalf("%s: expected a dead letter, got %d, %v", c.name, got, err)
		}
		last := letters.requests[2]
		for name, want := range map[string]string{
			"Ce-Id": "1", "Ce-Knativeerrordest": p.URL, "Ce-Knativeerrorcode": c.code, "Ce-Knativeerrordata": c.data,
		} {
			if got := last.Header.Get(name); got != want {
				t.Errorf("%s: expected %s %q, got %q", c.name, name, want, got)
			}
		}
		if letters.data[2] != "the data" || value(s.metrics.DeadLettered) != 1 {
			t.Errorf("%s: expected the event itself, counted once", c.name)
		}
	}
}

func TestDeadLetterWithoutResponse(t *testing.T) {
	p, letters := newPlace(t, 200), newPlace(t, 200)
	p.Close()
	s, _ := sinkOf(p.URL, Delivery{Retry: new(0), DeadLetter: letters.URL})
	if got, _ := s.Deliver(t.Context(), event); got != DeadLettered {
		t.Fatalf("expected a dead letter, got %d", got)
	}
	header := letters.requests[0].Header
	if header.Get("Ce-Knativeerrorcode") != "500" || !strings.HasPrefix(header.Get("Ce-Knativeerrordata"), "dispatch%20error:") {
		t.Errorf("expected Knative's text for a missing response, got %v", header)
	}
}

func TestSecretsOfAddressesAreNotShown(t *testing.T) {
	p := newPlace(t, 400)
	address := strings.Replace(p.URL, "http://", "http://me:s3cret@", 1)
	letters := newPlace(t, 503, 200)
	s, out := sinkOf(address, Delivery{DeadLetter: strings.Replace(letters.URL, "http://", "http://me:s3cret@", 1)})
	s.Deliver(t.Context(), event)
	var sent bytes.Buffer
	letters.requests[1].Header.Del("Authorization")
	letters.requests[1].Header.Write(&sent)
	if text := out.String() + sent.String(); strings.Contains(text, "s3cret") {
		t.Errorf("the password is shown: %s", text)
	}
}
