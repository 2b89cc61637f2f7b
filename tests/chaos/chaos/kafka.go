// Kafka: brokers in KRaft mode, a publisher that keeps the order of each key, a consumer that joins and leaves the group, and a
// reader of answers.
package main

import (
	"context"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kgo"
)

var kafkaServer = serverProgram{
	program: "kafka-server",
	configuration: func(n *node, all []*node) string {
		voters := make([]string, len(all))
		for index, one := range all {
			voters[index] = fmt.Sprintf("%d@127.0.0.1:%d", one.number, one.internalPort)
		}
		copies, inSync := min(3, len(all)), min(2, len(all))
		return fmt.Sprintf("process.roles=broker,controller\nnode.id=%d\ncontroller.quorum.voters=%s\n"+
			"controller.listener.names=CONTROLLER\nlisteners=PLAINTEXT://%s,CONTROLLER://127.0.0.1:%d\n"+
			"advertised.listeners=PLAINTEXT://%s\nlog.dirs=%s\nauto.create.topics.enable=false\n"+
			"default.replication.factor=%d\nmin.insync.replicas=%d\n"+
			"group.initial.rebalance.delay.ms=0\noffsets.topic.replication.factor=%d\noffsets.topic.num.partitions=1\n"+
			"transaction.state.log.replication.factor=%d\ntransaction.state.log.min.isr=%d\ntransaction.state.log.num.partitions=1\n",
			n.number, strings.Join(voters, ","), n.address(), n.internalPort, n.address(), filepath.Join(n.directory, "data"),
			copies, inSync, copies, copies, inSync)
	},
	arguments: func(configuration string) []string { return []string{configuration} },
}

const (
	kafkaPartitions = 12
	// The key of a message is its number modulo this.
	kafkaKeys = 64
	answers   = name + "-answers"
)

// publishKafka never writes a message twice, as the producer is idempotent, and retries until the server accepts it.
func publishKafka(ctx context.Context, p publication) {
	client, err := kgo.NewClient(kgo.SeedBrokers(strings.Split(p.address, ",")...), kgo.MetadataMinAge(100*time.Millisecond), kgo.ProducerLinger(0))
	if err != nil {
		return
	}
	defer client.Close()
	for admin := kadm.NewClient(client); ctx.Err() == nil; pause(ctx, tick) {
		created, err := admin.CreateTopics(ctx, kafkaPartitions, -1, nil, name, answers)
		if err == nil && (created.Error() == nil || len(created) > 0) {
			break
		}
	}
	for number := range p.numbers {
		record := &kgo.Record{Topic: name, Key: strconv.AppendInt(nil, int64(number%kafkaKeys), 10), Value: []byte(text(number))}
		client.Produce(ctx, record, func(_ *kgo.Record, err error) {
			if err == nil {
				p.book.accept(number)
			}
		})
	}
	_ = client.Flush(ctx)
}

func ownKafka(p place) (invocation, error) { return ownInvocation(p, kafkaSource(p)) }

func ownReplies(p place) (invocation, error) {
	source := kafkaSource(p)
	source["replies"] = answers
	return ownInvocation(p, source)
}

func bareKafka(p place) (invocation, error) {
	return invocation{environment: []string{
		"SERVER=" + p.server, "TOPIC=" + name, "GROUP=" + name, "K_SINK=" + p.sink, "PARALLELISM=" + strconv.Itoa(p.parallelism),
	}}, nil
}

func kafkaSource(p place) map[string]any {
	return map[string]any{
		"kafka":  map[string]any{"bootstrapServers": strings.Split(p.server, ",")},
		"topics": []string{name}, "group": name, "initialOffset": "earliest", "order": "key", "contentType": "application/json",
	}
}

// visit joins the group, is assigned some of the source's partitions, and leaves without committing anything.
func visit(ctx context.Context, address string) {
	ctx, cancel := context.WithTimeout(ctx, grace)
	defer cancel()
	assigned := make(chan struct{}, 1)
	client, err := kgo.NewClient(
		kgo.SeedBrokers(strings.Split(address, ",")...), kgo.ConsumerGroup(name), kgo.ConsumeTopics(name), kgo.DisableAutoCommit(),
		kgo.Balancers(kgo.CooperativeStickyBalancer()),
		// A member that can't leave properly because the server is restarting must not hold up the others for long.
		kgo.SessionTimeout(6*time.Second),
		kgo.OnPartitionsAssigned(func(_ context.Context, _ *kgo.Client, given map[string][]int32) {
			if len(given) > 0 {
				select {
				case assigned <- struct{}{}:
				default:
				}
			}
		}),
		kgo.OnPartitionsRevoked(func(context.Context, *kgo.Client, map[string][]int32) {}),
	)
	if err != nil {
		return
	}
	defer client.Close()
	select {
	case <-assigned:
		pause(ctx, 100*time.Millisecond)
	case <-ctx.Done():
	}
}

// readAnswers counts the answers to each message, as a reader of committed transactions sees them.
func readAnswers(ctx context.Context, address string, messages int) (map[int]int, error) {
	client, err := kgo.NewClient(kgo.SeedBrokers(strings.Split(address, ",")...), kgo.ConsumeTopics(answers), kgo.FetchIsolationLevel(kgo.ReadCommitted()),
		kgo.FetchMaxWait(200*time.Millisecond))
	if err != nil {
		return nil, err
	}
	defer client.Close()
	counts := map[int]int{}
	for quiet := time.Now(); ctx.Err() == nil && time.Since(quiet) < patience; {
		poll, cancel := context.WithTimeout(ctx, time.Second)
		found := client.PollFetches(poll).Records()
		cancel()
		for _, one := range found {
			if number, ok := numberIn(one.Value, messages+1); ok {
				counts[number]++
			}
		}
		if len(found) > 0 {
			quiet = time.Now()
		} else if len(counts) > messages && time.Since(quiet) > 3*time.Second {
			break // the probe is answered too
		}
	}
	return counts, ctx.Err()
}
