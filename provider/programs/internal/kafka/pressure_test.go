// A sink that is slower than the producers: the number of waiting entries is bounded, the source stays a member, and a blocked
// partition does not hold up the others.
package kafka

import (
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"
)

func TestPressure(t *testing.T) {
	t.Parallel()
	k := serve(t)
	var free atomic.Bool
	sink := newSink(t, func(_ http.ResponseWriter, r received) int {
		if strings.Contains(r.Get("Ce-Id"), "partition:0") && !free.Load() {
			return 503
		}
		return 200
	})
	k.make("pressed", 3)
	k.puts("pressed", 3, 3, 0, 8999) // 3000 in each
	source := k.run(sink, settings{
		config: `"topics":["pressed"],"group":"pressed","initialOffset":"earliest","order":"partition","sessionSeconds":2,"delivery":{"backoffSeconds":0.05}`,
	})
	eventually(t, "the other partitions are done", func() bool { return sink.count() == 6000 })
	time.Sleep(3 * time.Second) // longer than the session
	var waiting int
	if fmt.Sscan(source.metric("in_flight"), &waiting); waiting < 1 || waiting > 1536 {
		t.Errorf("%d wait", waiting)
	}
	equal(t, "partitions that were taken away", strings.Count(source.log.String(), "partitions lost")+strings.Count(source.log.String(), "partitions revoked"), 0)
	free.Store(true)
	eventually(t, "all are there", func() bool { return sink.count() == 9000 })
	eventually(t, "all are committed", func() bool { return k.committed("pressed", "pressed") == 9000 })
	source.stop()
}

// The number of entries that are finished behind one without an outcome is bounded.
func TestStretch(t *testing.T) {
	t.Parallel()
	p := newPartition(t.Context(), place{"orders", 0})
	add := func(offset int64) *entry { return p.add(&kgo.Record{Topic: "orders", Offset: offset}) }
	held := add(7)
	for offset := int64(8); offset < 7+spread*10; offset++ {
		equal(t, "stretched", p.stretch(10), false)
		p.finish(add(offset))
	}
	equal(t, "stretched", p.stretch(10), true)
	equal(t, "stretched again", p.stretch(10), false)
	_, _, moved := p.done(true)
	equal(t, "moved", moved, false)
	equal(t, "goes on", p.resume(10), false)
	p.finish(held)
	next, _, moved := p.done(true)
	equal(t, "next", fmt.Sprint(next.Offset, moved), fmt.Sprint(7+spread*10, true))
	equal(t, "goes on", p.resume(10), true)
	_, _, moved = p.done(true)
	equal(t, "moved", moved, false)
	p.uncommitted()
	next, _, moved = p.done(true)
	equal(t, "once more", fmt.Sprint(next.Offset, moved), fmt.Sprint(7+spread*10, true))
}
