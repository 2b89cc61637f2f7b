// Writes answers to a topic, and knows whether the cluster can be written to.
package kafka

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/twmb/franz-go/pkg/kerr"
	"github.com/twmb/franz-go/pkg/kgo"

	"knative-faas.dev/programs/internal/adapter"
	"knative-faas.dev/programs/internal/kafkaconn"
)

type writer struct {
	*adapter.Runtime
	client             *kgo.Client
	topic              string
	health             *health
	refused, silent    logged
	written, unwritten prometheus.Counter
	gate               *gate // open while the topic can be written to, as far as that is known
}

// failure is what a caller gets instead of the response of the function.
type failure struct {
	status int
	reason string
}

func (f *failure) Error() string { return f.reason }

// write returns once all replicas have the answer, or with a failure. An answer that was given up may still be written.
func (w *writer) write(ctx context.Context, answer *kgo.Record, release func()) error {
	ctx, cancel := context.WithTimeout(ctx, deliveryTimeout)
	defer cancel()
	done := make(chan error, 1)
	w.client.Produce(ctx, answer, func(_ *kgo.Record, err error) { release(); done <- err })
	var err error
	select {
	case err = <-done:
	case <-ctx.Done():
		err = ctx.Err()
	}
	if err == nil {
		w.written.Inc()
		return nil
	}
	w.unwritten.Inc()
	words := kafkaconn.Explain(err)
	if w.refused.isNew(words) {
		w.Log.Error("an answer was not written", "topic", w.topic, "error", words)
	}
	if isLasting(err) {
		return &failure{http.StatusUnprocessableEntity, fmt.Sprintf("the topic %q does not take the answer: %s", w.topic, words)}
	}
	w.gate.doubt()
	return &failure{http.StatusServiceUnavailable, fmt.Sprintf("the answer could not be written to the topic %q: %s", w.topic, words)}
}

// isLasting reports whether the same answer would be refused again.
func isLasting(err error) bool {
	return errors.Is(err, kerr.MessageTooLarge) || errors.Is(err, kerr.RecordListTooLarge) || errors.Is(err, kerr.InvalidRecord)
}

// watch looks at the topic at intervals. Once it was there, the program stays ready: callers wait here rather than at a closed door,
// because some of them give up after a second.
func (w *writer) watch(ctx context.Context) {
	for ctx.Err() == nil {
		err := w.look(ctx)
		if ctx.Err() != nil {
			return
		}
		w.health.report(err)
		w.gate.set(err == nil)
		pause := lookEvery
		if err == nil {
			w.Ready(true)
		} else {
			pause = time.Second
		}
		w.gate.rest(ctx, pause)
	}
}

func (w *writer) look(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, lookTimeout)
	defer cancel()
	exists, err := kafkaconn.Exists(ctx, w.client, w.topic)
	if err == nil && !exists {
		return fmt.Errorf("the topic %q does not exist, create it", w.topic)
	}
	return err
}
