// Entries of a real broker as events: their content, order and first offset, and what happens to those that the sink rejects.
package kafka

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"
)

// attributes returns a request's CloudEvents headers, without the time and the version.
func attributes(r received) string {
	var all []string
	for name, values := range r.Header {
		if (strings.HasPrefix(name, "Ce-") && name != "Ce-Time" && name != "Ce-Specversion") || name == "Content-Type" {
			all = append(all, strings.ToLower(name)+"="+values[0])
		}
	}
	slices.Sort(all)
	return strings.Join(all, " ")
}

func TestEntriesAsEvents(t *testing.T) {
	t.Parallel()
	k, sink := serve(t), newSink(t, nil)
	k.make("events", 1)
	header := func(pairs ...string) (all []kgo.RecordHeader) {
		for index := 0; index < len(pairs); index += 2 {
			all = append(all, kgo.RecordHeader{Key: pairs[index], Value: []byte(pairs[index+1])})
		}
		return all
	}
	plain := "ce-source=/apis/v1/namespaces/shop/kafkasources/orders#events ce-subject=partition:0#"
	rows := []struct {
		record kgo.Record
		data   string
		want   string
	}{
		{kgo.Record{Key: []byte("a b"), Value: []byte("one"), Headers: header("Trace-Id", "7", "content-type", "text/plain")}, "one",
			"ce-id=events/partition:0/offset:0 ce-kafkaheadertraceid=7 ce-key=a%20b ce-partitionkey=a%20b " + plain + "0 ce-type=dev.knative.kafka.event content-type=text/plain"},
		{kgo.Record{Value: []byte(`{"n":1}`)}, `{"n":1}`, "ce-id=events/partition:0/offset:1 " + plain + "1 ce-type=dev.knative.kafka.event content-type=application/json"},
		{kgo.Record{Key: []byte("gone")}, "", "ce-id=events/partition:0/offset:2 ce-kafkatombstone=true ce-key=gone ce-partitionkey=gone " + plain + "2 ce-type=dev.knative.kafka.event"},
		{kgo.Record{Key: []byte{0xff, 0}, Value: []byte{}}, "", "ce-id=events/partition:0/offset:3 ce-keybase64=/wA= " + plain + "3 ce-type=dev.knative.kafka.event content-type=application/json"},
		{kgo.Record{Key: []byte("k"), Value: []byte("paid"), Headers: header("ce_specversion", "1.0", "ce_id", "1", "ce_type", "order.paid",
			"ce_source", "/shop", "ce_amount", "5 €", "ce_subject", "s", "content-type", "text/csv", "trace", "8")}, "paid",
			"ce-amount=5%20%E2%82%AC ce-id=1 ce-kafkaheadertrace=8 ce-partitionkey=k ce-source=/shop ce-subject=s ce-type=order.paid content-type=text/csv"},
		{kgo.Record{Value: []byte(`{"specversion":"1.0","id":"2","type":"order.sent","source":"/shop","partitionkey":"own","data":{"n":2}}`),
			Headers: header("content-type", "application/cloudevents+json; charset=utf-8")}, `{"n":2}`,
			"ce-id=2 ce-partitionkey=own ce-source=/shop ce-type=order.sent content-type=application/json"},
		{kgo.Record{Value: []byte(`{"specversion":"1.0"}`), Headers: header("content-type", "application/cloudevents+json")}, `{"specversion":"1.0"}`,
			"ce-id=events/partition:0/offset:6 " + plain + "6 ce-type=dev.knative.kafka.event content-type=application/octet-stream"},
	}
	for _, row := range rows {
		row.record.Topic = "events"
		k.put(&row.record)
	}
	source := k.run(sink, settings{config: `"topics":["events"],"initialOffset":"earliest","order":"partition","contentType":"application/json"`})
	eventually(t, "all are there", func() bool { return sink.count() == len(rows) })
	for index, got := range sink.all() {
		equal(t, "data", got.data, rows[index].data)
		equal(t, "attributes", attributes(got), rows[index].want)
	}
	eventually(t, "all are committed", func() bool { return k.committed("shop-orders", "events") == int64(len(rows)) })
	eventually(t, "there is no lag", func() bool { return source.metric("lag") == "0" })
	equal(t, "delivered", source.metric("delivered_total"), strconv.Itoa(len(rows)))
	source.stop()
}

func TestCodecs(t *testing.T) {
	t.Parallel()
	k, sink := serve(t), newSink(t, nil)
	k.make("codecs", 1)
	codecs := map[string]kgo.CompressionCodec{
		"none": kgo.NoCompression(), "gzip": kgo.GzipCompression(), "snappy": kgo.SnappyCompression(), "lz4": kgo.Lz4Compression(), "zstd": kgo.ZstdCompression(),
	}
	for name, codec := range codecs {
		client, err := kgo.NewClient(kgo.SeedBrokers(k.address("PLAIN")), kgo.ProducerBatchCompression(codec))
		if err != nil {
			t.Fatal(err)
		}
		if err := client.ProduceSync(t.Context(), &kgo.Record{Topic: "codecs", Value: []byte(strings.Repeat(name, 1000))}).FirstErr(); err != nil {
			t.Fatal(err)
		}
		client.Close()
	}
	k.run(sink, settings{config: `"topics":["codecs"],"group":"codecs","initialOffset":"earliest"`})
	eventually(t, "all are there", func() bool { return sink.count() == len(codecs) })
	for name := range codecs {
		equal(t, name, slices.Contains(sink.data(), strings.Repeat(name, 1000)), true)
	}
}

// With order key, entries of one key wait for each other, while other keys of the same partition don't.
func TestOrder(t *testing.T) {
	t.Parallel()
	for order, want := range map[string]struct{ ordered, sideBySide bool }{
		"key": {true, true}, "partition": {true, false}, "none": {false, true},
	} {
		t.Run(order, func(t *testing.T) {
			t.Parallel()
			k := serve(t)
			var mu sync.Mutex
			last, flying, most, wrong := map[string]int{}, 0, 0, 0
			sink := newSink(t, func(_ http.ResponseWriter, r received) int {
				mu.Lock()
				number, _ := strconv.Atoi(r.data)
				key := r.Get("Ce-Key")
				if last[key] > number {
					wrong++
				}
				last[key] = max(last[key], number)
				flying++
				most = max(most, flying)
				mu.Unlock()
				time.Sleep(time.Duration(1+number%3) * time.Millisecond)
				mu.Lock()
				flying--
				mu.Unlock()
				return 200
			})
			topic := "order-" + order
			k.make(topic, 1)
			k.puts(topic, 1, 8, 1, 400)
			k.run(sink, settings{config: fmt.Sprintf(`"topics":[%q],"group":%q,"initialOffset":"earliest","order":%q`, topic, topic, order)})
			eventually(t, "all are there", func() bool { return sink.count() == 400 })
			equal(t, "in order", wrong == 0, want.ordered)
			equal(t, "side by side", most > 1, want.sideBySide)
			if order == "key" && most > 8 {
				t.Errorf("%d of 8 keys at once", most)
			}
		})
	}
}

// An unfinished entry holds back the commit, but no delivery.
func TestCommitNeverPassesWork(t *testing.T) {
	t.Parallel()
	k := serve(t)
	var free atomic.Bool
	sink := newSink(t, func(_ http.ResponseWriter, r received) int {
		if r.data == "5" && !free.Load() {
			return 503
		}
		return 200
	})
	k.make("held", 1)
	k.puts("held", 1, 10, 0, 999)
	source := k.run(sink, settings{config: `"topics":["held"],"group":"held","initialOffset":"earliest","delivery":{"backoffSeconds":0.01}`})
	eventually(t, "the other keys are done", func() bool { return sink.count() == 900 })
	eventually(t, "the commit is before the entry", func() bool { return k.committed("held", "held") == 5 })
	eventually(t, "the lag counts from there", func() bool { return source.metric("lag") == "995" })
	free.Store(true)
	eventually(t, "all are there", func() bool { return sink.count() == 1000 })
	eventually(t, "all are committed", func() bool { return k.committed("held", "held") == 1000 })
	source.stop()
}

func TestRejectedEntries(t *testing.T) {
	t.Parallel()
	k := serve(t)
	sink := newSink(t, func(w http.ResponseWriter, r received) int {
		if r.data == "bad" {
			http.Error(w, "no such order", 422)
			return 0
		}
		return 200
	})
	k.make("rejected", 1)
	k.make("dead", 1)
	bad := &kgo.Record{Topic: "rejected", Key: []byte("k"), Value: []byte("bad"), Headers: []kgo.RecordHeader{{Key: "trace", Value: []byte("9")}}}
	k.put(bad, &kgo.Record{Topic: "rejected", Value: []byte("good")})
	letters := newSink(t, nil)
	k.run(sink, settings{config: `"topics":["rejected"],"group":"to-topic","initialOffset":"earliest","deadLetterTopic":"dead"`})
	k.run(sink, settings{config: fmt.Sprintf(`"topics":["rejected"],"group":"to-http","initialOffset":"earliest","delivery":{"deadLetter":%q}`, letters.URL)})
	found := k.read("dead", 1)
	equal(t, "dead letters", len(found), 1)
	var headers []string
	for _, one := range found[0].Headers {
		headers = append(headers, one.Key+"="+string(one.Value))
	}
	text := strings.Join(headers, " ")
	for _, want := range []string{"ce_id=rejected/partition:0/offset:0", "ce_knativeerrorcode=422", "ce_knativeerrordata=no such order", "ce_knativeerrordest=http://127.0.0.1:", "trace=9"} {
		if !strings.Contains(text, want) {
			t.Errorf("missing %s in %s", want, text)
		}
	}
	equal(t, "entry", string(found[0].Key)+" "+string(found[0].Value), "k bad")
	eventually(t, "the letter came over HTTP", func() bool { return letters.count() == 1 })
	equal(t, "reason", letters.all()[0].Get("Ce-Knativeerrorcode"), "422")
	eventually(t, "the good one came to both", func() bool { return sink.count() == 2 })
}
