// Tests of delivery: the result of each response of the sink.
package adapter

import (
	"context"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	dto "github.com/prometheus/client_model/go"
)

// place is a server that records its requests, and responds with one status after the other; the last one repeats.
type place struct {
	*httptest.Server
	mu       sync.Mutex
	statuses []int
	headers  http.Header
	body     string
	requests []*http.Request
	data     []string
}

func newPlace(t *testing.T, statuses ...int) *place {
	p := &place{statuses: statuses}
	p.Server = httptest.NewServer(http.HandlerFunc(p.answer))
	t.Cleanup(p.Close)
	return p
}

func (p *place) answer(w http.ResponseWriter, r *http.Request) {
	data, _ := io.ReadAll(r.Body)
	p.mu.Lock()
	defer p.mu.Unlock()
	status := p.statuses[min(len(p.requests), len(p.statuses)-1)]
	p.requests = append(p.requests, r)
	p.data = append(p.data, string(data))
	for name, values := range p.headers {
		w.Header()[name] = values
	}
	w.WriteHeader(status)
	io.WriteString(w, p.body)
}

func (p *place) count() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.requests)
}

var event = Event{ID: "1", Type: "order.placed", Source: "shop", Data: []byte("the data")}

// sinkOf returns a sink with short pauses.
func sinkOf(address string, d Delivery) (*Sink, *output) {
	d.prepare(new(Problems))
	if d.BackoffSeconds == defaultBackoffSeconds {
		d.BackoffSeconds = 0.001
	}
	out := new(output)
	log := slog.New(slog.NewJSONHandler(out, nil))
	return NewSink(SinkOptions{Address: address, Parallelism: 4, Delivery: d, Metrics: NewMetrics(), Log: log}), out
}

func value(c prometheus.Counter) float64 {
	var m dto.Metric
	c.Write(&m)
	return m.GetCounter().GetValue()
}

func TestOutcomeOfEachStatus(t *testing.T) {
	for _, status := range []int{200, 202, 204, 299} {
		expectOutcome(t, status, nil, Delivered, 1)
	}
	for _, status := range []int{301, 302, 304, 307, 400, 401, 403, 405, 406, 410, 413, 415, 422, 431, 451, 499} {
		expectOutcome(t, status, nil, Dropped, 1)
	}
	for _, status := range []int{404, 408, 409, 425, 429, 500, 501, 502, 503, 504, 599} {
		expectOutcome(t, status, new(2), Dropped, 3)
	}
}

func expectOutcome(t *testing.T, status int, retry *int, want Outcome, requests int) {
	t.Helper()
	p := newPlace(t, status)
	p.headers = http.Header{"Location": {p.URL + "/elsewhere"}}
	s, out := sinkOf(p.URL, Delivery{Retry: retry})
	got, err := s.Deliver(t.Context(), event)
	if got != want || err != nil || p.count() != requests {
		t.Errorf("%d: expected outcome %d after %d requests, got %d, %v after %d", status, want, requests, got, err, p.count())
	}
	dropped := want == Dropped
	if dropped != (value(s.metrics.Dropped) == 1) || dropped == (value(s.metrics.Delivered) == 1) {
		t.Errorf("%d: expected to be counted once", status)
	}
	if dropped && !strings.Contains(out.String(), fmt.Sprintf(`"id":"1","answer":"%d`, status)) {
		t.Errorf("%d: expected a log of identity and status, got %s", status, out)
	}
	if strings.Contains(out.String(), "the data") {
		t.Errorf("%d: the data is in the log: %s", status, out)
	}
}

func TestRetriesAreUnlimitedByDefault(t *testing.T) {
	p := newPlace(t, 503, 500, 429, 404, 408, 409, 425, 503, 503, 503, 503, 200)
	s, out := sinkOf(p.URL, Delivery{BackoffSeconds: 0.0001})
	if got, err := s.Deliver(t.Context(), event); got != Delivered || err != nil {
		t.Fatalf("expected to be delivered, got %d, %v", got, err)
	}
	if value(s.metrics.Retried) != 11 || value(s.metrics.Delivered) != 1 {
		t.Errorf("expected 11 retries, got %v", value(s.metrics.Retried))
	}
	if lines := strings.Count(out.String(), "\n"); lines != 4 {
		t.Errorf("expected the failures 1, 2, 4 and 8 in the log, got\n%s", out)
	}
	for _, data := range p.data {
		if data != "the data" {
			t.Errorf("expected the data each time, got %q", data)
		}
	}
}

func TestMissingResponseIsRetried(t *testing.T) {
	listener := newPlace(t, 200)
	address := listener.URL
	listener.Close()
	s, out := sinkOf(address, Delivery{Retry: new(1)})
	if got, err := s.Deliver(t.Context(), event); got != Dropped || err != nil {
		t.Errorf("expected to be dropped after a retry, got %d, %v", got, err)
	}
	if !strings.Contains(out.String(), "connection refused") {
		t.Errorf("expected the reason in the log, got %s", out)
	}
}

func TestTimeLimitOfARequest(t *testing.T) {
	hold := make(chan struct{})
	slow := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-hold }))
	defer slow.Close()
	defer close(hold)
	s, out := sinkOf(slow.URL, Delivery{Retry: new(0), TimeoutSeconds: 0.02})
	if got, err := s.Deliver(t.Context(), event); got != Dropped || err != nil {
		t.Errorf("expected to be dropped, got %d, %v", got, err)
	}
	if !strings.Contains(out.String(), "no response within 0.02 s") {
		t.Errorf("expected the limit in the log, got %s", out)
	}
}

func TestRetryAfterIsHonoured(t *testing.T) {
	p := newPlace(t, 503, 200)
	p.headers = http.Header{"Retry-After": {"1"}}
	s, _ := sinkOf(p.URL, Delivery{})
	began := time.Now()
	s.Deliver(t.Context(), event)
	if passed := time.Since(began); passed < time.Second {
		t.Errorf("expected to wait a second, got %v", passed)
	}
}

func TestRetryAfter(t *testing.T) {
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	for text, want := range map[string]time.Duration{
		"": 0, "0": 0, "7": 7 * time.Second, "-3": 0, "99999": time.Minute, "999999999999": time.Minute, "soon": 0,
		"Thu, 01 Jan 2026 00:00:05 GMT": 5 * time.Second, "Wed, 31 Dec 2025 00:00:00 GMT": 0,
	} {
		if got := retryAfter(http.Header{"Retry-After": {text}}, now); got != want {
			t.Errorf("%q: expected %v, got %v", text, want, got)
		}
	}
}

func TestPause(t *testing.T) {
	for _, c := range []struct {
		backoff   string
		failures  int
		requested time.Duration
		longest   time.Duration
	}{
		{"exponential", 1, 0, 200 * time.Millisecond},
		{"exponential", 2, 0, 400 * time.Millisecond},
		{"exponential", 4, 0, 1600 * time.Millisecond},
		{"exponential", 1000, 0, 30 * time.Second},
		{"linear", 1, 0, 200 * time.Millisecond},
		{"linear", 4, 0, 800 * time.Millisecond},
		{"linear", 1 << 40, 0, 30 * time.Second},
	} {
		d := Delivery{Backoff: c.backoff, BackoffSeconds: 0.2}
		for range 100 {
			if got := d.pause(c.failures, c.requested); got > c.longest || got < c.longest/2-1 {
				t.Fatalf("%s, failure %d: expected %v or up to half less, got %v", c.backoff, c.failures, c.longest, got)
			}
		}
	}
	d := Delivery{Backoff: "exponential", BackoffSeconds: 0.2}
	if got := d.pause(1, 5*time.Second); got != 5*time.Second {
		t.Errorf("expected the requested pause, got %v", got)
	}
	if got := d.pause(1, time.Hour); got != time.Minute {
		t.Errorf("expected a minute at most, got %v", got)
	}
}

// If the context ends there is no outcome, and so no loss.
func TestNoOutcomeWhenTheContextEnds(t *testing.T) {
	for name, deadLetter := range map[string]bool{"sink": false, "dead letter sink": true} {
		p, letters := newPlace(t, 503), newPlace(t, 500)
		d := Delivery{}
		if deadLetter {
			p.statuses, d.DeadLetter = []int{400}, letters.URL
		}
		s, _ := sinkOf(p.URL, d)
		ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		got, err := s.Deliver(ctx, event)
		cancel()
		if got != 0 || !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%s: expected no outcome, got %d, %v", name, got, err)
		}
		if value(s.metrics.Dropped)+value(s.metrics.DeadLettered)+value(s.metrics.Delivered) != 0 {
			t.Errorf("%s: expected nothing counted", name)
		}
	}
}

func TestContextEndsDuringARequest(t *testing.T) {
	reached := make(chan struct{})
	hold := make(chan struct{})
	slow := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { close(reached); <-hold }))
	defer slow.Close()
	defer close(hold)
	s, _ := sinkOf(slow.URL, Delivery{Retry: new(0)})
	ctx, cancel := context.WithCancel(t.Context())
	go func() { <-reached; cancel() }()
	if got, err := s.Deliver(ctx, event); got != 0 || !errors.Is(err, context.Canceled) {
		t.Errorf("expected no outcome, got %d, %v", got, err)
	}
}

// Connections are reused, also after a response with a body.
func TestConnectionsAreReused(t *testing.T) {
	p := newPlace(t, 200)
	p.body = strings.Repeat("thanks", 1000)
	s, _ := sinkOf(p.URL, Delivery{})
	seen := map[string]bool{}
	for range 20 {
		s.Deliver(t.Context(), event)
	}
	for _, r := range p.requests {
		seen[r.RemoteAddr] = true
	}
	if len(seen) != 1 {
		t.Errorf("expected one connection, got %d", len(seen))
	}
}

func TestSinkWithTLS(t *testing.T) {
	secured := httptest.NewTLSServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	defer secured.Close()
	secured.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	authorities := string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: secured.Certificate().Raw}))
	for ca, want := range map[string]Outcome{authorities: Delivered, "": Dropped} {
		s, out := sinkOf(secured.URL, Delivery{Retry: new(0)})
		s.transport = transport(ca, 1)
		if got, err := s.Deliver(t.Context(), event); got != want || err != nil {
			t.Errorf("expected outcome %d, got %d, %v", want, got, err)
		}
		if want == Dropped && !strings.Contains(out.String(), "unknown authority") {
			t.Errorf("expected the reason, got %s", out)
		}
	}
}
