// Streams: what is delivered and acknowledged, who owns what, and groups that vanish.
package redis

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	driver "github.com/redis/go-redis/v9"
)

const orders = `"stream":{"keys":["orders"]}`

func TestStreamDelivers(t *testing.T) {
	t.Parallel()
	redis, sink := serve(t), newSink(t, nil)
	redis.do("XADD orders 1767225600123-0 user ann amount 3 text", "a\xffb<")
	source := run(t, sink, settings{address: redis.address(), config: orders + `,"subject":"{field.user}/{json.amount}/{id}"`})
	eventually(t, "it is delivered", func() bool { return sink.count() == 1 })
	got := sink.all()[0]
	equal(t, "data", got.data, `{"amount":"3","text_base64":"Yf9iPA==","user":"ann"}`)
	for name, want := range map[string]string{
		"Ce-Id": "orders/1767225600123-0", "Ce-Type": "dev.knative-faas.redis.stream", "Ce-Source": "redis://" + redis.address(),
		"Ce-Subject": "ann/3/1767225600123-0", "Ce-Time": "2026-01-01T00:00:00.123Z", "Content-Type": "application/json",
	} {
		equal(t, name, got.Get(name), want)
	}
	eventually(t, "it is acknowledged", func() bool { return redis.pending("orders", "shop-jobs") == 0 })
	eventually(t, "it is ready", source.ready)
	equal(t, "exit code", source.stop(), 0)
	groups, _ := redis.client.XInfoGroups(context.Background(), "orders").Result()
	equal(t, "groups after the stop", len(groups), 1)
}

func TestStreamDataField(t *testing.T) {
	t.Parallel()
	redis, sink := serve(t), newSink(t, nil)
	redis.do("XADD orders 1-1 body", "\x00raw")
	run(t, sink, settings{address: redis.address(),
		config: `"contentType":"image/png","type":"t.{field.kind}","stream":{"keys":["orders","more"],"group":"g","dataField":"body"}`})
	redis.do("XADD more 1-2 body plain kind x")
	eventually(t, "both are delivered", func() bool { return sink.count() == 2 })
	for _, got := range sink.all() {
		want := []string{"\x00raw", "image/png", "dev.knative-faas.redis.stream", ""}
		if got.Get("Ce-Id") == "more/1-2" {
			want = []string{"plain", "image/png", "t.x", ""}
		}
		equal(t, got.Get("Ce-Id"), []string{got.data, got.Get("Content-Type"), got.Get("Ce-Type"), got.Get("Ce-Time")}, want)
	}
}

func TestStreamFromEnd(t *testing.T) {
	t.Parallel()
	redis, sink := serve(t), newSink(t, nil)
	redis.adds("orders", 1, 3)
	source := run(t, sink, settings{address: redis.address(), config: `"stream":{"keys":["orders"],"from":"end"}`})
	eventually(t, "it is ready", source.ready)
	redis.adds("orders", 4, 4)
	eventually(t, "the new one is delivered", func() bool { return sink.count() > 0 })
	equal(t, "data", sink.data(), []string{`{"n":"4"}`})
}

// What the sink has not accepted stays pending; the successor of the Pod delivers it first, in order.
func TestStreamOwnPendingFirst(t *testing.T) {
	t.Parallel()
	redis := serve(t)
	redis.do("XGROUP CREATE orders shop-jobs 0 MKSTREAM")
	redis.adds("orders", 1, 150)
	redis.do("XREADGROUP GROUP shop-jobs shop-jobs-0 COUNT 150 STREAMS orders >")
	redis.adds("orders", 151, 160)
	redis.do("XTRIM orders MAXLEN 155") // five that can't be delivered any more
	sink := newSink(t, nil)
	run(t, sink, settings{address: redis.address(), config: orders + `,"orderBy":"all"`})
	eventually(t, "all are delivered", func() bool { return sink.count() == 155 })
	for index, got := range sink.all() {
		equal(t, "in order", got.data, fmt.Sprintf(`{"n":"%d"}`, index+6))
	}
	eventually(t, "nothing is pending", func() bool { return redis.pending("orders", "shop-jobs") == 0 })
}

func TestStreamAcknowledgesOnlyWhatWasDelivered(t *testing.T) {
	t.Parallel()
	redis := serve(t)
	var open atomic.Bool
	sink := newSink(t, func(received) int {
		if open.Load() {
			return 202
		}
		return 503
	})
	redis.adds("orders", 1, 10)
	source := run(t, sink, settings{address: redis.address(), config: orders + `,"parallelism":4,"delivery":{"backoffSeconds":0.05}`})
	eventually(t, "it tries again", func() bool { return !slices.Contains([]string{"0", "none"}, source.metric("retried_total")) })
	equal(t, "pending", redis.pending("orders", "shop-jobs"), 4) // no more than fits into the window
	eventually(t, "the lag is reported", func() bool { return source.metric("lag") == "10" })
	equal(t, "in flight", source.metric("in_flight"), "4")
	open.Store(true)
	eventually(t, "all are acknowledged", func() bool { return sink.count() == 10 && redis.pending("orders", "shop-jobs") == 0 })
	eventually(t, "no lag", func() bool { return source.metric("lag") == "0" })
	equal(t, "received", source.metric("received_total"), "10")
}

func TestStreamTakesOverFromLostConsumers(t *testing.T) {
	t.Parallel()
	redis, sink := serve(t), newSink(t, nil)
	redis.do("XGROUP CREATE orders shop-jobs 0 MKSTREAM")
	redis.adds("orders", 1, 300)
	redis.do("XREADGROUP GROUP shop-jobs dead COUNT 300 STREAMS orders >")
	source := run(t, sink, settings{address: redis.address(), config: `"stream":{"keys":["orders"],"claimSeconds":1}`})
	eventually(t, "it is ready", source.ready)
	equal(t, "before the time", sink.count(), 0)
	eventually(t, "all are delivered", func() bool { return sink.count() == 300 })
	eventually(t, "the dead consumer is removed", func() bool {
		consumers, _ := redis.client.XInfoConsumers(context.Background(), "orders", "shop-jobs").Result()
		return len(consumers) == 1 && consumers[0].Name == "shop-jobs-0"
	})
	equal(t, "each once", len(sink.data()), 300)
}

// An entry that takes longer than claimSeconds stays with its consumer, and nothing is delivered twice.
func TestStreamRenewsSlowEntries(t *testing.T) {
	t.Parallel()
	redis := serve(t)
	answer, letGo := hold(t)
	slow, other := newSink(t, answer), newSink(t, nil)
	redis.adds("orders", 1, 3)
	one := settings{address: redis.address(), config: `"stream":{"keys":["orders"],"claimSeconds":1}`}
	run(t, slow, one)
	eventually(t, "the first holds all", func() bool {
		g, _ := redis.client.XPending(context.Background(), "orders", "shop-jobs").Result()
		return g != nil && g.Count == 3
	})
	one.pod = "shop-jobs-1"
	run(t, other, one)
	time.Sleep(2500 * time.Millisecond)
	equal(t, "taken over", other.count(), 0)
	letGo()
	eventually(t, "the first acknowledges", func() bool { return redis.pending("orders", "shop-jobs") == 0 })
	equal(t, "delivered", slow.count()+other.count(), 3)
}

func TestStreamGroupThatVanishes(t *testing.T) {
	t.Parallel()
	redis, sink := serve(t), newSink(t, nil)
	redis.adds("orders", 1, 5)
	source := run(t, sink, settings{address: redis.address(), config: orders})
	eventually(t, "all are delivered", func() bool { return sink.count() == 5 && redis.pending("orders", "shop-jobs") == 0 })

	redis.do("XGROUP DESTROY orders shop-jobs")
	redis.adds("orders", 6, 8)
	eventually(t, "it continues where it was", func() bool { return sink.count() >= 8 })
	eventually(t, "all are acknowledged", func() bool { return redis.pending("orders", "shop-jobs") == 0 })
	equal(t, "nothing again", sink.count(), 8)

	redis.do("FLUSHALL")
	redis.do("XADD orders 5-1 n 9") // a new stream with smaller IDs
	eventually(t, "it starts again", func() bool { return sink.count() >= 9 })
	equal(t, "data", sink.all()[8].data, `{"n":"9"}`)
	eventually(t, "it is ready again", source.ready)
}

func TestStreamOrderWithinAKey(t *testing.T) {
	t.Parallel()
	redis := serve(t)
	sink := newSink(t, func(r received) int {
		time.Sleep(time.Duration(len(r.data)*37%5) * time.Millisecond)
		return 200
	})
	pipeline := redis.client.Pipeline()
	for number := range 300 {
		pipeline.XAdd(context.Background(), &driver.XAddArgs{Stream: "orders", Values: []any{"user", number % 7, "n", fmt.Sprintf("%03d", number), "x", strings.Repeat("x", number%11)}})
	}
	_, _ = pipeline.Exec(context.Background())
	run(t, sink, settings{address: redis.address(), config: orders + `,"orderBy":"{field.user}","subject":"{field.user}","id":"{field.n}"`})
	eventually(t, "all are delivered", func() bool { return sink.count() == 300 })
	inOrder(t, sink.all())
}

func TestStreamSurvivesRestart(t *testing.T) {
	t.Parallel()
	redis := serve(t, persistent...)
	sink := newSink(t, func(received) int { time.Sleep(time.Millisecond); return 200 })
	redis.adds("orders", 1, 2000)
	source := run(t, sink, settings{address: redis.address(), config: orders})
	eventually(t, "it is in the middle", func() bool { return sink.count() > 200 })
	redis.kill()
	eventually(t, "it is not ready", func() bool { return !source.ready() })
	redis.start()
	eventually(t, "all are delivered", func() bool { return len(sink.data()) == 2000 })
	eventually(t, "all are acknowledged", func() bool { return redis.pending("orders", "shop-jobs") == 0 })
	if again := sink.count() - 2000; again > 64 {
		t.Errorf("%d were redelivered", again)
	}
}
