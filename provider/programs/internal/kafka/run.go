// The source: keeps a consumer running, and watches the cluster meanwhile.
package kafka

import (
	"context"
	"errors"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kerr"
	"github.com/twmb/franz-go/pkg/kgo"

	"knative-faas.dev/programs/internal/adapter"
	"knative-faas.dev/programs/internal/kafkaconn"
	"knative-faas.dev/programs/internal/wait"
)

const (
	firstPause   = 200 * time.Millisecond
	longestPause = 10 * time.Second
	// steady is how long a consumer must last to reset the pause before the next one.
	steady = 10 * time.Second
	// fencedPause is long enough for the other process with the same name to end, and for two permanent ones not to fence each
	// other all the time.
	fencedPause = 30 * time.Second

	ballast = 8 << 20
)

type source struct {
	*adapter.Runtime
	config  *Config
	lookout *kgo.Client  // looks at the cluster, and reads nothing
	admin   *kadm.Client // the same
	health  *health
	load    *load
	known   map[string]int // partitions of each topic when the source started
	latest  map[string]int // and now
	current atomic.Pointer[consumer]
	gate    *gate        // open while all topics that the source writes to exist
	missing atomic.Int64 // number of topics
	lag     atomic.Int64
}

// Beside serves what previews ask, and deletes the group after the source, if the configuration says so.
func (c *Config) Beside(p adapter.Process) (end func(context.Context)) {
	c.serveOutlook(p)
	return c.followed(p)
}

// Run runs the source until the context ends, and then until everything in flight has an outcome.
func Run(ctx context.Context, r *adapter.Runtime, config Config) error {
	// With a larger heap the garbage collector runs less often; memory that is never written to does not become resident.
	defer runtime.KeepAlive(make([]byte, ballast))
	s := &source{Runtime: r, config: &config, health: newHealth(r), load: newLoad(r.Parallelism), gate: newGate()}
	options, err := connection(r, config.Kafka)
	if err != nil {
		return err
	}
	client, err := kgo.NewClient(options...)
	if err != nil {
		return err
	}
	s.lookout, s.admin = client, kadm.NewClient(client)
	defer s.admin.Close()
	s.gauges()
	r.Log.Info("reading topics", "servers", config.Kafka.BootstrapServers, "topics", config.Topics, "pattern", config.Pattern,
		"group", config.Group, "order", config.Order)
	watching, stop := context.WithCancel(context.WithoutCancel(ctx))
	var beside sync.WaitGroup
	first := make(chan struct{})
	beside.Go(func() { s.watch(watching, first) })
	select {
	case <-first:
		s.consume(ctx)
	case <-ctx.Done():
	}
	stop()
	beside.Wait()
	return nil
}

func (s *source) gauges() {
	s.Metrics.Gauge("lag", "Entries on the server that the group has not finished; the same number in each Pod.", func() float64 {
		return float64(s.lag.Load())
	})
	s.Metrics.Gauge("missing_topics", "Topics that are waited for.", func() float64 { return float64(s.missing.Load()) })
}

// consume runs one consumer after the other until the context ends.
func (s *source) consume(ctx context.Context) {
	for failures := 0; ctx.Err() == nil; {
		began := time.Now()
		err := s.consumeOnce(ctx)
		if ctx.Err() != nil {
			return
		}
		if time.Since(began) > steady {
			failures = 0
		}
		failures++
		pause := adapter.Pause(failures, firstPause, longestPause)
		if errors.Is(err, kerr.FencedInstanceID) {
			pause = fencedPause
		}
		s.Log.Error("reading failed", "error", kafkaconn.Explain(err), "pauseSeconds", pause.Seconds())
		wait.For(ctx, pause)
	}
}

func (s *source) consumeOnce(ctx context.Context) error {
	c, err := s.newConsumer()
	if err != nil {
		return err
	}
	s.current.Store(c)
	defer s.current.Store(nil)
	return c.run(ctx)
}
