// The group: where it begins, topics that are created later, members that join and leave, and static membership.
package kafka

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"
)

func TestInitialOffset(t *testing.T) {
	t.Parallel()
	k := serve(t)
	k.make("begin", 2)
	k.puts("begin", 2, 2, 1, 10)
	time.Sleep(20 * time.Millisecond)
	now := time.Now().UTC()
	time.Sleep(20 * time.Millisecond)
	k.puts("begin", 2, 2, 11, 16)
	for from, want := range map[string]int{"earliest": 20, now.Format(time.RFC3339Nano): 10, "latest": 4, "2100-01-01T00:00:00Z": 4} {
		t.Run(from, func(t *testing.T) {
			sink := newSink(t, nil)
			at := *k
			at.t = t
			group := "begin-" + from[:6]
			config := fmt.Sprintf(`"topics":["begin"],"group":%q,"initialOffset":%q`, group, from)
			source := at.run(sink, settings{config: config})
			eventually(t, "it is ready", source.ready)
			eventually(t, "where it begins is committed", func() bool { return k.committed(group, "begin") > 0 || from == "earliest" })
			source.stop()
			// What is produced while the source is stopped is not skipped, even if it has read nothing before.
			if from == "latest" || from[:4] == "2100" {
				return
			}
			again := at.run(sink, settings{config: config})
			defer again.stop()
			eventually(t, "all are there", func() bool { return len(sink.data()) == want-4 })
		})
	}
	k.puts("begin", 2, 2, 17, 20)
	for _, from := range []string{"latest", "2100-01-01T00:00:00Z"} {
		sink := newSink(t, nil)
		source := k.run(sink, settings{config: fmt.Sprintf(`"topics":["begin"],"group":%q,"initialOffset":%q`, "begin-"+from[:6], from)})
		eventually(t, from+": what came while the source was away", func() bool { return fmt.Sprint(len(sink.data())) == "4" })
		source.stop()
	}
}

// A topic that is created later is read from its first entry, even if only a pattern names it.
func TestTopicsThatComeLater(t *testing.T) {
	t.Parallel()
	k, sink, patterned := serve(t), newSink(t, nil), newSink(t, nil)
	source := k.run(sink, settings{config: `"topics":["later-a","later-b"],"group":"later"`})
	other := k.run(patterned, settings{config: `"pattern":"later-.","group":"later-pattern"`})
	eventually(t, "it waits", source.log.has("waiting for topics that do not exist"))
	eventually(t, "it is ready", source.ready)
	eventually(t, "the other is ready", other.ready)
	equal(t, "missing", source.metric("missing_topics"), "2")
	k.make("later-a", 1)
	k.make("later-xx", 1)
	k.put(&kgo.Record{Topic: "later-a", Value: []byte("first")}, &kgo.Record{Topic: "later-xx", Value: []byte("never")})
	eventually(t, "the first entry is there", func() bool { return sink.count() == 1 && patterned.count() == 1 })
	eventually(t, "one is missing", func() bool { return source.metric("missing_topics") == "1" })
	k.make("later-b", 1)
	k.put(&kgo.Record{Topic: "later-b", Value: []byte("second")})
	eventually(t, "the second entry is there", func() bool { return sink.count() == 2 && patterned.count() == 2 })
	source.stop()
	other.stop()
}

// Members join and leave while entries are delivered: none is lost, and those of a key arrive in order.
func TestRebalance(t *testing.T) {
	t.Parallel()
	k := serve(t)
	sink := newSink(t, func(http.ResponseWriter, received) int { time.Sleep(2 * time.Millisecond); return 200 })
	k.make("shared", 6)
	config := `"topics":["shared"],"group":"shared","initialOffset":"earliest","sessionSeconds":2`
	first := k.run(sink, settings{config: config, pod: "shop-orders-0"})
	eventually(t, "it is ready", first.ready)
	k.puts("shared", 6, 24, 1, 3000)
	eventually(t, "it works", func() bool { return sink.count() > 100 })
	second := k.run(sink, settings{config: config, pod: "shop-orders-1"})
	eventually(t, "the second has partitions", second.log.has("partitions assigned"))
	eventually(t, "the first gave them", first.log.has("partitions revoked"))
	eventually(t, "both work", func() bool { return sink.count() > 1500 && second.metric("delivered_total") != "0" })
	second.stop()
	k.puts("shared", 6, 24, 3001, 4000)
	eventually(t, "all are there", func() bool { return len(sink.data()) == 4000 })
	eventually(t, "all are committed", func() bool { return k.committed("shared", "shared") == 4000 })
	last := map[string]int{}
	for _, text := range sink.data() {
		var number int
		fmt.Sscan(text, &number)
		key := fmt.Sprint(number % 24)
		if last[key] > number {
			t.Errorf("%d came after %d", number, last[key])
		}
		last[key] = number
	}
	t.Logf("%d came twice", sink.count()-4000)
	first.stop()
}

// A Pod that returns has its partitions back at once, without a rebalance of the others.
func TestStaticMembership(t *testing.T) {
	t.Parallel()
	k, sink := serve(t), newSink(t, nil)
	k.make("static", 2)
	config := `"topics":["static"],"group":"static","initialOffset":"earliest"`
	first := k.run(sink, settings{config: config, pod: "shop-orders-0"})
	eventually(t, "it is ready", first.ready)
	second := k.run(sink, settings{config: config, pod: "shop-orders-1"})
	eventually(t, "the second has a partition", second.log.has("partitions assigned"))
	eventually(t, "the first gave it", first.log.has("partitions revoked"))
	for round := 1; round <= 3; round++ {
		second.stop()
		second = k.run(sink, settings{config: config, pod: "shop-orders-1"})
		k.puts("static", 2, 2, 10*round, 10*round+9)
		eventually(t, "all are there", func() bool { return len(sink.data()) == 10*round })
	}
	if text := first.log.String(); strings.Count(text, "partitions revoked") != 1 {
		t.Errorf("the first was disturbed: %s", text)
	}
	// A second process with the same name replaces the first.
	third := k.run(sink, settings{config: config, pod: "shop-orders-1"})
	eventually(t, "the older one says so", second.log.has("another process has the name of this Pod"))
	k.puts("static", 2, 2, 100, 109)
	eventually(t, "all are there", func() bool { return len(sink.data()) == 40 })
	third.stop()
	second.stop()
	first.stop()
}
