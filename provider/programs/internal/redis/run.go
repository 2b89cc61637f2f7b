// The life of a source: what reads, what goes on beside it, and the end.
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

// reader takes from one stream, one list, or all channels.
type reader interface {
	// step takes what there is and room for, and starts its delivery; when there is nothing it waits for a moment.
	step(ctx context.Context) error
	// tasks go on until everything that was started is delivered.
	tasks() []task
	// settle tells the server what is delivered, and gives back what is not.
	settle(ctx context.Context) error
	// lag is what waits on the server, for all consumers, with what they have in work.
	lag(ctx context.Context) (int64, error)
}

// timing is everything that takes its time, so that tests need not.
type timing struct {
	block     time.Duration // how long a read waits for something new; also how long a stop can take to be seen
	heartbeat time.Duration
	alive     time.Duration // after so long without a heartbeat a list's consumer is gone
	compare   time.Duration // how often a list's consumer looks for what it does not know of
	lag       time.Duration
	cleanup   time.Duration // how often consumers of a group are looked for that are gone
	idle      time.Duration // after so long without a read such a consumer is removed, when it holds nothing
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

// Run reads until the context ends, and delivers.
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

// gauge adds the metric of what waits: one number for each reader. A channel has none.
func (s *source) gauge() []atomic.Int64 {
	waiting := make([]atomic.Int64, max(1, len(s.config.keys())))
	if s.config.Channel == nil {
		s.Metrics.Gauge("lag", "Entries on the server that no consumer has finished; the same number in each Pod.", func() (sum float64) {
			for index := range waiting {
				sum += float64(waiting[index].Load())
			}
			return sum
		})
	}
	return waiting
}

func (s *source) lagTask(one reader, waiting *atomic.Int64) task {
	return task{name: "asking for the lag", every: s.timing.lag, do: func(ctx context.Context) error {
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
			s.Log.Warn("not everything could be settled with redis: some entries may be delivered again", "error", redisconn.Explain(err))
		}
	}
}

// room waits until something can be delivered at once, and says how much may be taken; 0 when the context ended.
func (s *source) room(ctx context.Context) int {
	// Work that does nothing gets its turn as soon as there is room.
	if ctx.Err() != nil || s.Window.Free() == 0 && !s.Window.Go(ctx, "", func() {}) {
		return 0
	}
	// Where deliveries end one soon after the other, each would be followed by a read of one entry. A moment later it is
	// one read of many.
	for waited := time.Duration(0); s.Window.Free() < s.Parallelism/8 && waited < time.Millisecond; waited += shortly {
		wait.For(ctx, shortly)
	}
	return max(1, min(s.Window.Free(), s.config.Batch))
}

const shortly = 100 * time.Microsecond

// deliver starts a delivery; finished is called after an outcome. What was taken is delivered also after the stop, as long
// as the grace lasts.
func (s *source) deliver(t taken, finished func()) {
	event := s.config.form.event(t)
	s.Metrics.Received.Inc()
	s.Window.Go(s.Work, event.Key, func() {
		if _, err := s.Sink.Deliver(s.Work, event); err == nil {
			finished()
		}
	})
}
