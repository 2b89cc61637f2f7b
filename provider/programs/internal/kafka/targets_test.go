// Topics to write to that are missing: nothing is delivered until they exist, and it is said which are missing and what for.
package kafka

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/twmb/franz-go/pkg/kfake"
	"github.com/twmb/franz-go/pkg/kgo"

	"knative-faas.dev/programs/internal/kafkaconn"
)

// asked counts the calls of a function that answers as echo does.
func asked(t *testing.T) (*sink, *atomic.Int64) {
	calls := &atomic.Int64{}
	return newSink(t, func(w http.ResponseWriter, r received) int { calls.Add(1); return echo(w, r) }), calls
}

// waits is the log's line about missing topics.
func waits(topics ...string) string {
	return fmt.Sprintf(`"level":"WARN","msg":"waiting for topics that do not exist","program":"kafka-source","source":"orders",`+
		`"namespace":"shop","identity":"shop-orders-0","topics":["%s"]}`, strings.Join(topics, `","`))
}

// counts returns delivered, dead-lettered and missing.
func (r *running) counts() string {
	return fmt.Sprint(r.metric("delivered_total"), " ", r.metric("dead_lettered_total"), " ", r.metric("missing_topics"))
}

// remove deletes a topic, and waits until the broker has done so.
func (k *topics) remove(topic string) {
	k.t.Helper()
	if _, err := k.admin.DeleteTopic(context.Background(), topic); err != nil {
		k.t.Fatal(err)
	}
	eventually(k.t, "the topic is deleted", func() bool {
		exists, err := kafkaconn.Exists(context.Background(), k.client, topic)
		return err == nil && !exists
	})
	time.Sleep(300 * time.Millisecond)
}

// absentTargets are configurations of the source, the topics to create, and how the log describes them.
var absentTargets = map[string]struct {
	config string
	topics []string
	words  []string
}{
	"answers": {`"replies":"NAME-a"`, []string{"NAME-a"}, []string{"NAME-a, where answers are written"}},
	"letters": {`"deadLetterTopic":"NAME-d"`, []string{"NAME-d"}, []string{"NAME-d, where dead letters are written"}},
	"both": {`"replies":"NAME-a","deadLetterTopic":"NAME-d"`, []string{"NAME-a", "NAME-d"},
		[]string{"NAME-a, where answers are written", "NAME-d, where dead letters are written"}},
	"same": {`"replies":"NAME-s","deadLetterTopic":"NAME-s"`, []string{"NAME-s"},
		[]string{"NAME-s, where answers and dead letters are written"}},
}

func TestMissingTargets(t *testing.T) {
	t.Parallel()
	for name, row := range absentTargets {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			missingTargets(t, serve(t), "absent-"+name, row.config, row.topics, row.words)
		})
	}
}

func missingTargets(t *testing.T, k *topics, name, config string, topics, words []string) {
	named := func(text string) string { return strings.ReplaceAll(text, "NAME", name) }
	function, calls := asked(t)
	k.make(name, 1)
	k.put(&kgo.Record{Topic: name, Value: []byte("1")}, &kgo.Record{Topic: name, Value: []byte("-2")}, &kgo.Record{Topic: name, Value: []byte("3")})
	source := k.run(function, settings{config: named(fmt.Sprintf(`"topics":["NAME"],"group":"NAME","initialOffset":"earliest",%s`, config))})
	eventually(t, "it says what is missing", source.log.has(named(waits(words...))))
	eventually(t, "it is ready", source.ready)
	eventually(t, "it has read", func() bool { return source.metric("received_total") == "3" })
	time.Sleep(2 * time.Second)
	equal(t, "calls", calls.Load(), 0)
	equal(t, "ready", source.ready(), true)
	equal(t, "counts", source.counts(), fmt.Sprint("0 0 ", len(topics)))
	for _, topic := range topics {
		k.make(named(topic), 1)
	}
	eventually(t, "all are committed", func() bool { return k.committed(name, name) >= 3 })
	equal(t, "calls", calls.Load(), 3)
	eventually(t, "it says that all is there", source.log.has("all topics are there now"))
	letters := map[bool]int{true: 1}[strings.Contains(config, "deadLetterTopic")]
	eventually(t, "counts", func() bool { return source.counts() == fmt.Sprint("2 ", letters, " 0") })
	source.stayed("nothing fails")
	source.stop()
	equal(t, "times that it is said", strings.Count(source.log.String(), named(waits(words...))), 1)
	equal(t, "dead letters in the log", strings.Count(source.log.String(), "event became a dead letter"), letters)
}

// A source that waits for a topic ends at once, as nothing is in flight.
func TestStopWithoutTarget(t *testing.T) {
	t.Parallel()
	k := serve(t)
	function, calls := asked(t)
	k.make("ended", 1)
	k.puts("ended", 1, 1, 1, 3)
	for _, config := range []string{`"replies":"ended-a"`, `"deadLetterTopic":"ended-d"`} {
		source := k.run(function, settings{config: `"topics":["ended"],"group":"ended","initialOffset":"earliest",` + config})
		eventually(t, "it has read", func() bool { return source.metric("received_total") == "3" })
		began := time.Now()
		source.stop()
		equal(t, "at once", time.Since(began) < 10*time.Second, true)
	}
	equal(t, "calls", calls.Load(), 0)
}

// What was written to a topic before it is deleted is gone with it; what is finished later waits for the new one.
func TestDeletedTargets(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct{ config, entry, words, failed, counts string }{
		"answers": {`"replies":"NAME-x"`, "1", "NAME-x, where answers are written",
			`"error":"topic NAME-x, where answers are written: UNKNOWN_TOPIC`, "3 0 0"},
		"letters": {`"deadLetterTopic":"NAME-x"`, "-1", "NAME-x, where dead letters are written",
			`"topic":"NAME-x","error":"UNKNOWN_TOPIC`, "0 3 0"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			named := func(text string) string { return strings.ReplaceAll(text, "NAME", "deleted-"+name) }
			deletedTarget(t, named("NAME"), named(row.config), row.entry, named(row.words), named(row.failed), row.counts)
		})
	}
}

func deletedTarget(t *testing.T, name, config, text, words, failed, counts string) {
	k := serve(t)
	function, calls := asked(t)
	k.make(name, 1)
	k.make(name+"-x", 1)
	source := k.run(function, settings{config: fmt.Sprintf(`"topics":[%q],"group":%q,"initialOffset":"earliest",%s`, name, name, config)})
	k.put(&kgo.Record{Topic: name, Value: []byte(text)})
	eventually(t, "the first is committed", func() bool { return k.committed(name, name) >= 1 })
	k.remove(name + "-x")
	k.put(&kgo.Record{Topic: name, Value: []byte(text)})
	eventually(t, "it says what is missing", source.log.has(waits(words)))
	k.put(&kgo.Record{Topic: name, Value: []byte(text)})
	before := calls.Load()
	time.Sleep(3 * time.Second)
	equal(t, "calls while it waits", calls.Load()-before, 0)
	equal(t, "missing", source.metric("missing_topics"), "1")
	equal(t, "ready", source.ready(), true)
	k.make(name+"-x", 1)
	eventually(t, "counts", func() bool { return source.counts() == counts })
	eventually(t, "all are committed", func() bool { return k.committed(name, name) >= 3 })
	equal(t, "written", len(k.read(name+"-x", 2)), 2)
	equal(t, "calls for the second", calls.Load() <= 4, true)
	source.stayed(failed)
	source.stop()
}

// stayed checks that the source stayed a member, and that what failed names its topic.
func (r *running) stayed(failed string) {
	r.t.Helper()
	for line := range strings.Lines(r.log.String()) {
		for _, never := range []string{"partitions revoked", "partitions lost", "reading failed"} {
			equal(r.t, never, strings.Contains(line, never), false)
		}
		if strings.Contains(line, "a transaction failed") || strings.Contains(line, "does not take an entry") {
			equal(r.t, "it names the topic: "+line, strings.Contains(line, failed), true)
		}
	}
}

// An answer that is finished while its topic is missing is kept, and the function is not called again.
func TestKeptAnswer(t *testing.T) {
	t.Parallel()
	k, free := serve(t), make(chan struct{})
	var calls atomic.Int64
	function := newSink(t, func(w http.ResponseWriter, r received) int {
		calls.Add(1)
		<-free
		return echo(w, r)
	})
	k.make("kept", 1)
	k.make("kept-a", 1)
	source := k.run(function, settings{config: `"topics":["kept"],"group":"kept","initialOffset":"earliest","replies":"kept-a"`})
	k.put(&kgo.Record{Topic: "kept", Value: []byte("1")})
	eventually(t, "the function is called", func() bool { return calls.Load() == 1 })
	k.remove("kept-a")
	eventually(t, "it says what is missing", source.log.has(waits("kept-a, where answers are written")))
	close(free)
	time.Sleep(time.Second)
	equal(t, "counts", source.counts(), "0 0 1")
	k.make("kept-a", 1)
	eventually(t, "counts", func() bool { return source.counts() == "1 0 0" })
	equal(t, "calls", calls.Load(), 1)
	equal(t, "answers", len(k.read("kept-a", 1)), 1)
	source.stop()
	equal(t, "a transaction failed", strings.Contains(source.log.String(), "a transaction failed"), false)
}

// fake is a cluster in this process, which can create topics by itself. Its tests are not parallel: they end before a real broker
// starts, whose ports were chosen earlier and could be taken by this one.
func fake(t *testing.T, options ...kfake.Opt) *topics {
	t.Helper()
	cluster, err := kfake.NewCluster(append(options, kfake.NumBrokers(1), kfake.DefaultNumPartitions(1))...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(cluster.Close)
	_, port, _ := net.SplitHostPort(cluster.ListenAddrs()[0])
	return (&broker{ports: map[string]string{"PLAIN": port}}).seenBy(t)
}

func TestExists(t *testing.T) {
	for name, row := range map[string]struct {
		options []kfake.Opt
		want    string
	}{
		"a cluster that creates no topic": {nil, "true false false"},
		"a cluster that creates topics":   {[]kfake.Opt{kfake.AllowAutoTopicCreation()}, "true false true"},
	} {
		k := fake(t, append(row.options, kfake.SeedTopics(1, "there"))...)
		var got []string
		for _, topic := range []string{"there", "later", "later"} {
			exists, err := kafkaconn.Exists(t.Context(), k.client, topic)
			equal(t, name, err, nil)
			got = append(got, fmt.Sprint(exists))
		}
		equal(t, name, strings.Join(got, " "), row.want)
	}
}

// A cluster that creates topics by itself creates those of answers and dead letters.
func TestTargetsThatAreCreated(t *testing.T) {
	k := fake(t, kfake.AllowAutoTopicCreation())
	function, calls := asked(t)
	k.make("made", 1)
	k.put(&kgo.Record{Topic: "made", Value: []byte("1")}, &kgo.Record{Topic: "made", Value: []byte("-2")})
	source := k.run(function, settings{config: `"topics":["made"],"group":"made","initialOffset":"earliest","replies":"made-a","deadLetterTopic":"made-d"`})
	eventually(t, "both are written", func() bool { return source.counts() == "1 1 0" })
	equal(t, "calls", calls.Load(), 2)
	equal(t, "answers", string(k.read("made-a", 1)[0].Value), "answer to 1")
	equal(t, "dead letters", string(k.read("made-d", 1)[0].Value), "-2")
	source.stop()
}
