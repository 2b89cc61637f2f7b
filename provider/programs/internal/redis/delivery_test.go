// Events that the sink refuses, and those that are not delivered within the grace.
package redis

import (
	"context"
	"log/slog"
	"testing"

	"knative-faas.dev/programs/internal/adapter"
)

func TestDeadLetter(t *testing.T) {
	t.Parallel()
	redis, lost := serve(t), newSink(t, nil)
	sink := newSink(t, func(r received) int {
		if r.data == "bad" {
			return 400
		}
		return 200
	})
	redis.do("RPUSH jobs good bad good2")
	source := run(t, sink, settings{address: redis.address(), config: jobs + `,"delivery":{"deadLetter":"` + lost.URL + `"}`})
	eventually(t, "all have an end", func() bool { return sink.count() == 2 && lost.count() == 1 })
	equal(t, "dead letter", lost.all()[0].data, "bad")
	equal(t, "code", lost.all()[0].Get("Ce-Knativeerrorcode"), "400")
	eventually(t, "no entry is in progress", func() bool { return redis.inWork("shop-jobs-0") == 0 })
	equal(t, "dead letters", source.metric("dead_lettered_total"), "1")
}

// unfinished runs a source whose sink never responds, and stops it when its window is full; the grace is over immediately.
func unfinished(t *testing.T, redis *server, config string, holds func() bool) {
	t.Helper()
	answer, letGo := hold(t)
	defer letGo()
	sink := newSink(t, answer)
	c, wrong := prepared(t, config)
	equal(t, "mistakes", wrong, nil)
	c.Redis.Addresses = []string{redis.address()}
	metrics, log, window := adapter.NewMetrics(), slog.New(slog.DiscardHandler), adapter.NewWindow(4)
	ctx, stop := context.WithCancel(t.Context())
	r := &adapter.Runtime{
		Common: adapter.Common{Parallelism: 4},
		Sink:   adapter.NewSink(adapter.SinkOptions{Address: sink.URL, Parallelism: 4, Metrics: metrics, Log: log, Delivery: adapter.Delivery{TimeoutSeconds: 60}}),
		Window: window, Metrics: metrics, Log: log, Identity: "shop-jobs-0", Ready: func(bool) {}, Work: ctx,
	}
	done := make(chan error)
	go func() { done <- quick.run(ctx, r, *c) }()
	eventually(t, "the window is full", holds)
	stop()
	equal(t, "error", <-done, nil)
}

func TestStreamGivesBack(t *testing.T) {
	t.Parallel()
	redis := serve(t)
	redis.adds("orders", 1, 6)
	redis.do("XGROUP CREATE orders shop-jobs 0")
	unfinished(t, redis, `{"stream":{"keys":["orders"],"claimSeconds":3600}}`, func() bool { return redis.pending("orders", "shop-jobs") == 4 })
	sink := newSink(t, nil)
	run(t, sink, settings{address: redis.address(), config: `"stream":{"keys":["orders"],"claimSeconds":3600}`, pod: "shop-jobs-1"})
	eventually(t, "another takes them over immediately", func() bool { return sink.count() == 6 })
}

func TestListGivesBack(t *testing.T) {
	t.Parallel()
	redis := serve(t)
	redis.pushes("jobs", 1, 6)
	unfinished(t, redis, `{"list":{"key":"jobs"}}`, func() bool { return redis.inWork("shop-jobs-0") == 4 })
	equal(t, "list", redis.do("LRANGE jobs 0 -1"), any([]any{"1", "2", "3", "4", "5", "6"}))
	equal(t, "keys", redis.do("KEYS *"), any([]any{"jobs"}))
}
