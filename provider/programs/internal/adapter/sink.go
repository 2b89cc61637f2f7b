// Delivers events to the sink at least once, with retries; what the sink rejects becomes a dead letter or is dropped.
package adapter

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"log/slog"
	"math/bits"
	"net"
	"net/http"
	"net/url"
	"time"

	"knative-faas.dev/programs/internal/wait"
)

// Outcome is the final result of a delivery: the event must not be delivered again.
type Outcome int

// The outcomes. The zero value is none.
const (
	Delivered Outcome = iota + 1
	DeadLettered
	Dropped
)

// Sink sends events as CloudEvents over HTTP.
type Sink struct {
	address  string
	shown    string // the address without secrets
	delivery Delivery
	override map[string]string
	targets  map[string]target // by their addresses
	// Not an http.Client: a redirect is a response like any other.
	transport *http.Transport
	metrics   *Metrics
	log       *slog.Logger
}

// SinkOptions configure a sink. Override contains extensions that are added to each event; CA contains authorities in PEM form that
// are trusted in addition to the system's.
type SinkOptions struct {
	Address     string
	Override    map[string]string
	CA          string
	Parallelism int
	Delivery    Delivery
	Metrics     *Metrics
	Log         *slog.Logger
}

// NewSink returns a sink; its options must be valid.
func NewSink(o SinkOptions) *Sink {
	shown := o.Address
	if parsed, err := url.Parse(o.Address); err == nil {
		shown = parsed.Redacted()
	}
	return &Sink{
		address: o.Address, shown: shown, delivery: o.Delivery, override: o.Override,
		targets:   map[string]target{o.Address: newTarget(o.Address), o.Delivery.DeadLetter: newTarget(o.Delivery.DeadLetter)},
		transport: transport(o.CA, o.Parallelism), metrics: o.Metrics, log: o.Log,
	}
}

// target is a parsed address; login is the header for the credentials in it.
type target struct {
	url   *url.URL
	login string
}

func newTarget(address string) target {
	parsed, err := url.Parse(address)
	if err != nil {
		panic(err) // the addresses were validated with the configuration
	}
	to := target{url: parsed}
	if parsed.User != nil {
		password, _ := parsed.User.Password()
		to.login = "Basic " + base64.StdEncoding.EncodeToString([]byte(parsed.User.Username()+":"+password))
	}
	return to
}

// transport connects directly: a proxy is for addresses outside the cluster. Over HTTP/2 a retry would use the same dead connection.
func transport(authorities string, parallelism int) *http.Transport {
	t := &http.Transport{
		DialContext:         (&net.Dialer{Timeout: 10 * time.Second, KeepAlive: 15 * time.Second}).DialContext,
		TLSHandshakeTimeout: 10 * time.Second,
		MaxIdleConns:        2 * parallelism,
		MaxIdleConnsPerHost: parallelism,
		// As many as events in flight: without a limit, a connection is opened whenever none is idle at that moment.
		MaxConnsPerHost:    parallelism,
		IdleConnTimeout:    90 * time.Second,
		DisableCompression: true,
		TLSClientConfig:    &tls.Config{RootCAs: trusted(authorities), MinVersion: tls.VersionTLS12},
		Protocols:          new(http.Protocols),
	}
	t.Protocols.SetHTTP1(true)
	return t
}

func trusted(authorities string) *x509.CertPool {
	if authorities == "" {
		return nil // those of the system
	}
	pool, err := x509.SystemCertPool()
	if err != nil {
		pool = x509.NewCertPool()
	}
	pool.AppendCertsFromPEM([]byte(authorities))
	return pool
}

// Deliver sends an event until there is an outcome. It returns an error only if the context ended first: the message must then stay
// with its server.
func (s *Sink) Deliver(ctx context.Context, e Event) (Outcome, error) {
	r, err := s.Ask(ctx, e, 0)
	if err != nil {
		return 0, err
	}
	if r.Delivered() {
		s.Accept()
		return Delivered, nil
	}
	return s.Bury(ctx, e, r)
}

// again waits before the next attempt and reports whether there is one. Of many consecutive failures the 1st, 2nd, 4th, 8th and so
// on are logged.
func (s *Sink) again(ctx context.Context, e Event, a answer, failures int, sentence string) bool {
	if ctx.Err() != nil {
		return false
	}
	pause := s.delivery.pause(failures, a.retryAfter)
	if bits.OnesCount(uint(failures)) == 1 {
		s.log.Warn(sentence, "id", e.ID, "answer", a.String(), "failures", failures, "pauseSeconds", pause.Seconds())
	}
	if !wait.For(ctx, pause) {
		return false
	}
	s.metrics.Retried.Inc()
	return true
}
