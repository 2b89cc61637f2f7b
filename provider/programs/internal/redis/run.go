// The life cycle of a source: its readers, its background tasks, and its stop.
package redis

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	driver "github.com/redis/go-redis/v9"

	"knative-faas.dev/programs/internal/adapter"
	"knative-faas.dev/programs/internal/redisconn"
	"knative-faas.dev/programs/internal/wait"
)

// reader reads from one stream, one list, or all channels.
type reader interface {
	// step reads what is available and fits into the window, and starts its delivery; if there is nothing it waits for a moment.
	step(ctx context.Context) error
	// tasks run until everything that was started is delivered.
	tasks() []task
	// settle acknowledges what is delivered, and gives back what is not.
	settle(ctx context.Context) error
	// lag is the number of entries on the server, including those that any consumer is processing.
	lag(ctx context.Context) (int64, error)
}

// timing contains all durations, so that tests can shorten them.
type timing struct {
	block     time.Duration // how long a read waits for new entries; also how long a stop may take to be noticed
	heartbeat time.Duration
	alive     time.Duration // a list's consumer without a heartbeat for this long is gone
	compare   time.Duration // how often a list's consumer looks for entries that it does not know of
	lag       time.Duration
	cleanup   time.Duration // how often a group is searched for consumers that are gone
	idle      time.Duration // such a consumer is removed if it has read nothing for this long and holds nothing
	settle    time.Duration
	longest   time.Duration // the longest pause after failures
}

var normal = timing{
	block: time.Second, heartbeat: 5 * time.Second, alive: 20 * time.Second, compare: 15 * time.Second, lag: 5 * time.Second,
	cleanup: time.Minute, idle: time.Hour, settle: 5 * time.Second, longest: 5 * time.Second,
}

// source is what the readers share.
type source struct {
	*adapter.Runtime
	client driver.UniversalClient
	config Config
	timing timing
	health *health
}

// Run reads and delivers until the context ends.
func Run(ctx context.Context, r *adapter.Runtime, c Config) error {
	return normal.run(ctx, r, c)
}

func (t timing) run(ctx context.Context, r *adapter.Runtime, c Config) error {
	client, err := redisconn.Open(c.Redis, login(r.Secrets))
	if err != nil {
		return err
	}
	defer client.Close()
	s := &source{Runtime: r, client: client, config: c, timing: t}
	readers := s.readers()
	s.health = newHealth(r, len(readers))
	waiting := s.gauge()
	beside, end := context.WithCancel(context.WithoutCancel(ctx))
	var tasks, reading sync.WaitGroup
	for index, one := range readers {
		for _, task := range append(one.tasks(), s.lagTask(one, &waiting[index])) {
			tasks.Go(func() { s.repeat(beside, task) })
		}
		reading.Go(func() { s.repeat(ctx, task{name: "reading", reads: true, do: one.step}) })
	}
	reading.Wait()
	r.Window.Wait()
	end()
	tasks.Wait()
	s.settle(readers)
	return nil
}

func (s *source) readers() (readers []reader) {
	switch c := s.config; {
	case c.List != nil:
		return []reader{newList(s)}
	case c.Channel != nil:
		return []reader{newChannel(s)}
	}
	for _, key := range s.config.Stream.Keys {
		readers = append(readers, newStream(s, key))
	}
	return readers
}

// gauge adds the metric for the lag: the sum over all readers. A channel has none.
func (s *source) gauge() []atomic.Int64 {
	waiting := make([]atomic.Int64, max(1, len(s.config.keys())))
	if s.config.Channel == nil {
		s.Metrics.Gauge("lag", "Entries on the server that no consumer has finished; equal in each Pod.", func() (sum float64) {
			for index := range waiting {
				sum += float64(waiting[index].Load())
			}
			return sum
		})
	}
	return waiting
}

func (s *source) lagTask(one reader, waiting *atomic.Int64) task {
	return task{name: "reading the lag", every: s.timing.lag, do: func(ctx context.Context) error {
		lag, err := one.lag(ctx)
		if err == nil {
			waiting.Store(lag)
		}
		return err
	}}
}

func (s *source) settle(readers []reader) {
	ctx, end := context.WithTimeout(context.Background(), s.timing.settle)
	defer end()
	for _, one := range readers {
		if err := one.settle(ctx); err != nil {
			s.Log.Warn("some entries could not be acknowledged or given back and may be delivered again", "error", redisconn.Explain(err))
		}
	}
}

// room waits until something can be delivered immediately, and returns how much may be read; 0 if the context ended.
func (s *source) room(ctx context.Context) int {
	// Empty work runs as soon as there is room.
	if ctx.Err() != nil || s.Window.Free() == 0 && !s.Window.Go(ctx, "", func() {}) {
		return 0
	}
	// When several deliveries end in quick succession, each would be followed by a read of one entry. A moment later one read
	// serves them all.
	for waited := time.Duration(0); s.Window.Free() < s.Parallelism/8 && waited < time.Millisecond; waited += shortly {
		wait.For(ctx, shortly)
	}
	return max(1, min(s.Window.Free(), s.config.Batch))
}

const shortly = 100 * time.Microsecond

// deliver starts a delivery; finished is called after an outcome. After a stop, what was taken is still delivered within the grace.
func (s *source) deliver(t taken, finished func()) {
	event := s.config.form.event(t)
	s.Metrics.Received.Inc()
	s.Window.Go(s.Work, event.Key, func() {
		if _, err := s.Sink.Deliver(s.Work, event); err == nil {
			finished()
		}
	})
}
