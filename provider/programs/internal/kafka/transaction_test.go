// The function's answers as entries: each exactly once, together with the commit of the answered entry.
package kafka

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"
)

// echo responds with the data of the request, and refuses data that begins with "-".
func echo(w http.ResponseWriter, r received) int {
	if strings.HasPrefix(r.data, "-") {
		http.Error(w, "negative", 400)
		return 0
	}
	w.Header().Set("Content-Type", "text/plain")
	fmt.Fprint(w, "answer to ", r.data)
	return 200
}

func TestAnswers(t *testing.T) {
	t.Parallel()
	k := serve(t)
	sink := newSink(t, func(w http.ResponseWriter, r received) int {
		switch r.data {
		case "1":
			w.Header().Set("Ce-Specversion", "1.0")
			w.Header().Set("Ce-Id", "a b")
			w.Header().Set("Ce-Id", "a%20b")
			w.Header().Set("Ce-Type", "done")
			w.Header().Set("Ce-Source", "/worker")
			w.Header().Set("Ce-Partitionkey", "own")
		case "2":
			w.WriteHeader(204)
			return 0
		case "3":
			fmt.Fprint(w, strings.Repeat("x", longestAnswer+1))
			return 200
		}
		return echo(w, r)
	})
	k.make("asked", 1)
	k.make("answers", 1)
	k.make("unanswered", 1)
	k.puts("asked", 1, 1, 0, 3)
	source := k.run(sink, settings{config: `"topics":["asked"],"group":"asked","initialOffset":"earliest","replies":"answers","deadLetterTopic":"unanswered"`})
	eventually(t, "all are committed", func() bool { return k.committed("asked", "asked") == 4 })
	found := k.read("answers", 2)
	equal(t, "answers", len(found), 2)
	equal(t, "plain", fmt.Sprint(string(found[0].Key), " ", string(found[0].Value), " ", header(found[0], "content-type")), "k0 answer to 0 text/plain")
	equal(t, "answers", header(found[0], "causationid"), "asked/partition:0/offset:0")
	equal(t, "event", fmt.Sprint(string(found[1].Key), " ", header(found[1], "ce_id"), " ", header(found[1], "ce_type")), "own a b done")
	equal(t, "answers", header(found[1], "ce_causationid"), "asked/partition:0/offset:1")
	letters := k.read("unanswered", 1)
	equal(t, "too long", len(letters) == 1 && strings.HasPrefix(header(letters[0], "ce_knativeerrordata"), "the answer is longer than"), true)
	equal(t, "dead letters", source.metric("dead_lettered_total"), "1")
	eventually(t, "there is no lag", func() bool { return source.metric("lag") == "0" })
	source.stop()
}

// Two Pods, one of which joins and leaves while the other keeps working.
func TestAnswersAcrossRebalances(t *testing.T) {
	t.Parallel()
	k := serve(t)
	sink := newSink(t, func(w http.ResponseWriter, r received) int { time.Sleep(time.Millisecond); return echo(w, r) })
	k.make("moved", 4)
	k.make("moved-answers", 1)
	config := `"topics":["moved"],"group":"moved","initialOffset":"earliest","replies":"moved-answers","sessionSeconds":2`
	first := k.run(sink, settings{config: config, pod: "shop-orders-0"})
	k.puts("moved", 4, 16, 1, 4000)
	for round := range 2 {
		eventually(t, "it works", func() bool { return sink.count() > 500*(round+1) })
		second := k.run(sink, settings{config: config, pod: "shop-orders-1"})
		eventually(t, "the second has partitions", second.log.has("partitions assigned"))
		time.Sleep(200 * time.Millisecond)
		second.stop()
	}
	eventually(t, "all are committed", func() bool { return k.committed("moved", "moved") >= 4000 })
	seen := map[string]int{}
	for _, one := range k.read("moved-answers", 4000) {
		seen[string(one.Value)]++
	}
	equal(t, "different answers", len(seen), 4000)
	for text, count := range seen {
		if count != 1 {
			t.Errorf("%s %d times", text, count)
		}
	}
	first.stop()
}
