// The lag of consumer groups on a real implementation of Kafka's protocol.
package queue

import (
	"testing"

	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kfake"
	"github.com/twmb/franz-go/pkg/kgo"
	"github.com/twmb/franz-go/pkg/sasl/scram"
)

func TestKafkaLag(t *testing.T) {
	for name, mechanism := range map[string]string{"clear": "", "SCRAM": `, "sasl": "SCRAM-SHA-256"`} {
		t.Run(name, func(t *testing.T) { kafkaLagOver(t, mechanism) })
	}
}

func kafkaLagOver(t *testing.T, mechanism string) {
	options := []kfake.Opt{kfake.NumBrokers(1), kfake.SeedTopics(3, "orders", "other")}
	var own []kgo.Opt
	if mechanism != "" {
		options = append(options, kfake.EnableSASL(), kfake.Superuser("SCRAM-SHA-256", "shop", password))
		own = append(own, kgo.SASL(scram.Auth{User: "shop", Pass: password}.AsSha256Mechanism()))
	}
	fake, err := kfake.NewCluster(options...)
	if err != nil {
		t.Fatal(err)
	}
	defer fake.Close()
	client, err := kgo.NewClient(append(own, kgo.SeedBrokers(fake.ListenAddrs()...), kgo.RecordPartitioner(kgo.ManualPartitioner()))...)
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	produce := func(topic string, partition int32, number int) {
		t.Helper()
		for range number {
			if err := client.ProduceSync(t.Context(), &kgo.Record{Topic: topic, Partition: partition, Value: []byte("x")}).FirstErr(); err != nil {
				t.Fatal(err)
			}
		}
	}
	commit := func(topic string, partition int32, at int64) {
		t.Helper()
		offsets := make(kadm.Offsets)
		offsets.AddOffset(topic, partition, at, -1)
		if err := kadm.NewClient(client).CommitAllOffsets(t.Context(), "shop", offsets); err != nil {
			t.Fatal(err)
		}
	}

	at := fake.ListenAddrs()[0]
	latest := parsed(t, `{"kafkaLag": {"bootstrapServers": ["%s"], "group": "shop", "topics": ["orders"]%s}}`, at, mechanism)
	orders := parsed(t, `{"kafkaLag": {"bootstrapServers": ["%s"], "group": "shop", "topics": ["orders"], "initialOffset": "earliest"%s}}`, at, mechanism)
	both := parsed(t, `{"kafkaLag": {"bootstrapServers": ["%s"], "group": "shop", "topics": ["orders", "other"], "initialOffset": "earliest"%s}}`, at, mechanism)
	login := Login{"user": "shop", "password": password}
	server := open(t, orders, login)
	wantLength(t, "empty topics", both, server, 0)
	produce("orders", 0, 10)
	produce("orders", 2, 5)
	produce("other", 1, 3)
	wantLength(t, "a group that committed nothing", orders, server, 15)
	wantLength(t, "a group that committed nothing and starts at the end", latest, server, 0)
	commit("orders", 0, 4)
	wantLength(t, "one partition committed", orders, server, 11)
	wantLength(t, "one partition committed, of a group that starts at the end", latest, server, 6)
	wantLength(t, "two topics", both, server, 14)
	commit("orders", 0, 10)
	commit("orders", 2, 99)
	wantLength(t, "a commit past the end", orders, server, 0)
	commit("other", 1, 1)
	narrow := parsed(t, `{"kafkaLag": {"bootstrapServers": ["%s"], "group": "shop", "pattern": "ord.*|oth..", "initialOffset": "earliest", "mostPerPartition": 3%s}}`, at, mechanism)
	commit("orders", 0, 1)
	wantLength(t, "a pattern, and a partition that counts as no more than some entries", narrow, server, 3+2)
	now := parsed(t, `{"kafkaLag": {"bootstrapServers": ["%s"], "group": "new", "topics": ["orders"], "initialOffset": "2020-01-01T00:00:00Z"%s}}`, at, mechanism)
	later := parsed(t, `{"kafkaLag": {"bootstrapServers": ["%s"], "group": "new", "topics": ["orders"], "initialOffset": "2100-01-01T00:00:00+02:00"%s}}`, at, mechanism)
	none := parsed(t, `{"kafkaLag": {"bootstrapServers": ["%s"], "group": "new", "pattern": "none"%s}}`, at, mechanism)
	wantLength(t, "from a time before all of them", now, server, 15)
	wantLength(t, "from a time after all of them", later, server, 0)
	wantLength(t, "a pattern that no topic has", none, server, 0)
	missing := parsed(t, `{"kafkaLag": {"bootstrapServers": ["%s"], "group": "shop", "topics": ["missing"]%s}}`, at, mechanism)
	wantError(t, "a missing topic", missing, server, true, "UNKNOWN_TOPIC_OR_PARTITION")
	if mechanism != "" {
		wantError(t, "a wrong login", orders, open(t, orders, Login{"user": "shop", "password": "x"}), false, "kafka: ")
	}
	fake.Close()
	wantError(t, "a server that is gone", orders, server, false, "kafka")
}
