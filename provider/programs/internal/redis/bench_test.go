// Entries delivered per second to a slow sink, compared with consumers that read one at a time: go test -run - -bench . -benchtime
// 20000x
package redis

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	driver "github.com/redis/go-redis/v9"

	"knative-faas.dev/programs/internal/adapter"
)

func BenchmarkSource(b *testing.B) {
	for _, pause := range []time.Duration{0, 2 * time.Millisecond} {
		for _, parallelism := range []int{10, 32, 100} {
			of := func(kind string, read func(context.Context, *adapter.Runtime, *server) error) {
				b.Run(fmt.Sprintf("%s/%v/%d", kind, pause, parallelism), func(b *testing.B) { benchmark(b, pause, parallelism, read) })
			}
			of("list", thisSource(b, `{"list":{"key":"jobs"}}`))
			of("stream", thisSource(b, `{"stream":{"keys":["orders"]}}`))
			of("oneAtATime", oneAtATime(parallelism))
		}
	}
}

func benchmark(b *testing.B, pause time.Duration, parallelism int, read func(context.Context, *adapter.Runtime, *server) error) {
	redis := serve(b)
	redis.pushes("jobs", 1, b.N)
	redis.adds("orders", 1, b.N)
	redis.do("XGROUP CREATE orders shop-jobs 0")
	ctx, stop := context.WithCancel(b.Context())
	defer stop()
	var count atomic.Int64
	sink := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		time.Sleep(pause)
		if count.Add(1) == int64(b.N) {
			stop()
		}
	}))
	defer sink.Close()
	metrics, log := adapter.NewMetrics(), slog.New(slog.DiscardHandler)
	r := &adapter.Runtime{
		Common: adapter.Common{Parallelism: parallelism},
		Sink: adapter.NewSink(adapter.SinkOptions{
			Address: sink.URL, Parallelism: parallelism, Metrics: metrics, Log: log, Delivery: adapter.Delivery{TimeoutSeconds: 60},
		}),
		Window: adapter.NewWindow(parallelism), Metrics: metrics, Log: log, Identity: "shop-jobs-0", Ready: func(bool) {},
		Work: context.WithoutCancel(ctx),
	}
	b.ResetTimer()
	if err := read(ctx, r, redis); err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "events/s")
}

func thisSource(b *testing.B, config string) func(context.Context, *adapter.Runtime, *server) error {
	return func(ctx context.Context, r *adapter.Runtime, redis *server) error {
		c, _ := prepared(b, config)
		c.Redis.Addresses = []string{redis.address()}
		return quick.run(ctx, r, *c)
	}
}

// oneAtATime is the usual approach: each of several goroutines reads one entry, delivers it and acknowledges it.
func oneAtATime(goroutines int) func(context.Context, *adapter.Runtime, *server) error {
	return func(ctx context.Context, r *adapter.Runtime, redis *server) error {
		var all sync.WaitGroup
		for number := range goroutines {
			args := &driver.XReadGroupArgs{Group: "shop-jobs", Consumer: fmt.Sprint(number), Streams: []string{"orders", ">"}, Count: 1, Block: 50 * time.Millisecond}
			all.Go(func() {
				for ctx.Err() == nil {
					answer, err := redis.client.XReadGroup(context.WithoutCancel(ctx), args).Result()
					if errors.Is(err, driver.Nil) {
						continue
					}
					entry := answer[0].Messages[0]
					event := adapter.Event{ID: entry.ID, Type: "t", Source: "s", Data: asJSON(entry.Values)}
					if _, err := r.Sink.Deliver(r.Work, event); err == nil {
						redis.client.XAck(context.WithoutCancel(ctx), "orders", "shop-jobs", entry.ID)
					}
				}
			})
		}
		all.Wait()
		return nil
	}
}
