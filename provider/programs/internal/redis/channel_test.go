// Channels: what is delivered, and that nothing is stored.
package redis

import (
	"testing"
)

func TestChannel(t *testing.T) {
	t.Parallel()
	redis := serve(t)
	answers := map[string]int{"bad": 400}
	sink := newSink(t, func(r received) int { return max(200, answers[r.data]) })
	redis.do("PUBLISH news.a early")
	source := run(t, sink, settings{address: redis.address(), config: `"channel":{"names":["alerts"],"patterns":["news.*"]}`})
	eventually(t, "it is ready", source.ready)
	eventually(t, "it is logged", source.log.has("delivered at most once"))
	eventually(t, "it listens", func() bool {
		return redis.do("PUBSUB NUMSUB alerts").([]any)[1] == int64(1) && redis.do("PUBSUB NUMPAT") == int64(1)
	})
	for _, words := range []string{"PUBLISH alerts one", "PUBLISH news.b bad", "PUBLISH news.b one", "PUBLISH other no"} {
		redis.do(words)
	}
	eventually(t, "both are delivered", func() bool { return sink.count() == 2 })
	eventually(t, "the refused one is dropped", func() bool { return source.metric("dropped_total") == "1" })
	equal(t, "lag", source.metric("lag"), "none")
	ids, subjects := map[string]bool{}, map[string]bool{}
	for _, got := range sink.all() {
		equal(t, "data", got.data, "one")
		equal(t, "type", got.Get("Ce-Type"), "dev.knative-faas.redis.channel")
		ids[got.Get("Ce-Id")], subjects[got.Get("Ce-Subject")] = true, true
	}
	equal(t, "subjects", subjects, map[string]bool{"alerts": true, "news.b": true})
	equal(t, "ids", len(ids), 2)
	equal(t, "exit code", source.stop(), 0)
}

func TestChannelSurvivesRestart(t *testing.T) {
	t.Parallel()
	redis, sink := serve(t), newSink(t, nil)
	source := run(t, sink, settings{address: redis.address(), config: `"channel":{"names":["alerts"]}`})
	eventually(t, "it is ready", source.ready)
	redis.kill()
	eventually(t, "it is not ready", func() bool { return !source.ready() })
	redis.start()
	eventually(t, "it is ready again", source.ready)
	eventually(t, "it listens again", func() bool { return redis.do("PUBLISH alerts hello") == int64(1) })
	eventually(t, "it is delivered", func() bool { return sink.count() == 1 })
}
