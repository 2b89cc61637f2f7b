// Lists: what is delivered and removed, entries of equal value, consumers that are gone, and servers that restart.
package redis

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"knative-faas.dev/programs/internal/redisconn"
)

const jobs = `"list":{"key":"jobs"}`

func (s *server) length(key string) int64 {
	s.t.Helper()
	length, err := s.client.LLen(context.Background(), key).Result()
	if err != nil {
		s.t.Fatal(err)
	}
	return length
}

func (s *server) inWork(consumer string) int64 {
	return s.length(redisconn.ProcessingKey("jobs", consumer))
}

func TestListDelivers(t *testing.T) {
	t.Parallel()
	redis, sink := serve(t), newSink(t, nil)
	redis.do("RPUSH jobs", `{"id":7,"user":"ann"}`)
	source := run(t, sink, settings{address: redis.address(), config: jobs + `,"id":"{list}-{json.id}","type":"job","source":"//here","contentType":"application/json"`})
	eventually(t, "it is delivered", func() bool { return sink.count() == 1 })
	redis.do("RPUSH jobs", "no json")
	eventually(t, "so is the next", func() bool { return sink.count() == 2 })
	for index, want := range []string{"jobs-7", (&list{key: "jobs"}).identity("no json")} {
		got := sink.all()[index]
		equal(t, "id", got.Get("Ce-Id"), want)
		equal(t, "attributes", []string{got.Get("Ce-Type"), got.Get("Ce-Source"), got.Get("Ce-Subject"), got.Get("Content-Type")},
			[]string{"job", "//here", "jobs", "application/json"})
	}
	eventually(t, "no entry is in progress", func() bool { return redis.inWork("shop-jobs-0") == 0 })
	equal(t, "ready", source.ready(), true)
	equal(t, "exit code", source.stop(), 0)
	equal(t, "keys that are left", redis.do("KEYS *"), any([]any{}))
}

// With a window of one, entries are delivered in the order in which they are taken.
func TestListTakesFromBothEnds(t *testing.T) {
	t.Parallel()
	for take, want := range map[string]string{"left": "1 2 3 4 5 6 7 8 9", "right": "9 8 7 6 5 4 3 2 1"} {
		t.Run(take, func(t *testing.T) {
			t.Parallel()
			redis, sink := serve(t), newSink(t, nil)
			redis.pushes("jobs", 1, 9)
			run(t, sink, settings{address: redis.address(), config: `"list":{"key":"jobs","take":"` + take + `"},"parallelism":1`})
			eventually(t, "all are delivered", func() bool { return sink.count() == 9 })
			var got []string
			for _, one := range sink.all() {
				got = append(got, one.data)
			}
			equal(t, "order", strings.Join(got, " "), want)
		})
	}
}

func TestListOrderWithinAKey(t *testing.T) {
	t.Parallel()
	redis := serve(t)
	sink := newSink(t, func(r received) int {
		time.Sleep(time.Duration(len(r.data)*7%5) * time.Millisecond)
		return 200
	})
	for number := 1000; number < 1300; number++ {
		redis.do("RPUSH jobs", fmt.Sprintf(`{"user":"%d","n":%d,"x":"%s"}`, number%7, number, strings.Repeat("x", number%11)))
	}
	run(t, sink, settings{address: redis.address(), config: jobs + `,"orderBy":"{json.user}","subject":"{json.user}","id":"{json.n}"`})
	eventually(t, "all are delivered", func() bool { return sink.count() == 300 })
	inOrder(t, sink.all())
}

// Of three equal entries the sink accepts one; the two others stay, even after the source has stopped.
func TestListEqualEntries(t *testing.T) {
	t.Parallel()
	redis := serve(t)
	var taken, refused atomic.Int32
	sink := newSink(t, func(received) int {
		if taken.Add(1) == 1 {
			return 200
		}
		return 503 - int(refused.Load())
	})
	redis.do("RPUSH jobs same same same other")
	run(t, sink, settings{address: redis.address(), config: jobs})
	t.Cleanup(func() { refused.Store(303) }) // so that the stop need not wait for the grace
	eventually(t, "one is removed", func() bool { return sink.count() == 1 && redis.inWork("shop-jobs-0") == 3 })
	time.Sleep(400 * time.Millisecond) // longer than the interval of comparisons
	equal(t, "in progress", redis.inWork("shop-jobs-0"), 3)
	same := 0
	for _, one := range redis.do("LRANGE {jobs}:processing:shop-jobs-0 0 -1").([]any) {
		if one == "same" {
			same++
		}
	}
	if got := sink.all()[0].data; got == "same" && same != 2 || got == "other" && same != 3 {
		t.Errorf("after %q was taken %d equal ones are left", got, same)
	}
}

func TestListOwnEntriesFirst(t *testing.T) {
	t.Parallel()
	redis, sink := serve(t), newSink(t, nil)
	redis.pushes("{jobs}:processing:shop-jobs-0", 1, 5)
	redis.pushes("jobs", 6, 9)
	run(t, sink, settings{address: redis.address(), config: jobs + `,"parallelism":1`})
	eventually(t, "all are delivered", func() bool { return sink.count() == 9 })
	for index, got := range sink.all() {
		equal(t, "order", got.data, fmt.Sprint(index+1))
	}
	eventually(t, "no entry is in progress", func() bool { return redis.inWork("shop-jobs-0") == 0 })
}

func TestListTakesOverFromLostConsumers(t *testing.T) {
	t.Parallel()
	redis := serve(t)
	answer, letGo := hold(t)
	sink, other := newSink(t, answer), newSink(t, nil)
	redis.do("SADD {jobs}:consumers dead alive")
	redis.do("SET {jobs}:alive:alive x")
	redis.pushes("{jobs}:processing:dead", 1, 250)
	redis.pushes("{jobs}:processing:alive", 1000, 1001)
	redis.pushes("jobs", 251, 260)
	slow := run(t, sink, settings{address: redis.address(), config: jobs + `,"parallelism":4`})
	eventually(t, "four are in progress", func() bool { return redis.inWork("shop-jobs-0") == 4 })
	eventually(t, "the others go back", func() bool { return redis.length("{jobs}:processing:dead") == 0 })
	equal(t, "lag", redis.length("jobs"), 256)
	equal(t, "order", redis.do("LINDEX jobs 0"), any("1"))
	eventually(t, "the lag is reported", func() bool { return slow.metric("lag") == "262" })

	run(t, other, settings{address: redis.address(), config: jobs, pod: "shop-jobs-1"})
	eventually(t, "the other takes what is left", func() bool { return other.count() == 256 })
	letGo()
	eventually(t, "all are delivered", func() bool { return sink.count() == 4 })
	time.Sleep(500 * time.Millisecond)
	equal(t, "of one that is alive", redis.length("{jobs}:processing:alive"), 2)
	equal(t, "delivered", sink.count()+other.count(), 260)
	equal(t, "consumers", redis.do("SCARD {jobs}:consumers"), any(int64(3)))
}

// The server crashes repeatedly while entries, many of them equal, are moved and removed.
func TestListSurvivesRestarts(t *testing.T) {
	t.Parallel()
	redis := serve(t, persistent...)
	counts := make([]atomic.Int32, 50)
	sink := newSink(t, func(r received) int {
		var number int
		_, _ = fmt.Sscan(r.data, &number)
		counts[number].Add(1)
		time.Sleep(time.Millisecond)
		return 200
	})
	for range 60 {
		redis.pushes("jobs", 0, 49)
	}
	source := run(t, sink, settings{address: redis.address(), config: jobs})
	for number := 1; number <= 3; number++ {
		eventually(t, "it continues", func() bool { return sink.count() > 500*number })
		redis.kill()
		time.Sleep(20 * time.Millisecond)
		redis.start()
	}
	eventually(t, "all are delivered", func() bool { return redis.length("jobs") == 0 && redis.inWork("shop-jobs-0") == 0 })
	for number := range counts {
		if got := counts[number].Load(); got < 60 {
			t.Errorf("%d came %d times", number, got)
		}
	}
	if again := sink.count() - 3000; again > 3*64 {
		t.Errorf("%d were redelivered", again)
	} else {
		t.Logf("%d were delivered again after 3 crashes", again)
	}
	eventually(t, "it is ready", source.ready)
}
