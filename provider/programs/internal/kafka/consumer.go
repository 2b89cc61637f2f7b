// One consumer: a member of the group, which reads entries and queues them for delivery.
package kafka

import (
	"context"
	"errors"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/twmb/franz-go/pkg/kerr"
	"github.com/twmb/franz-go/pkg/kgo"

	"knative-faas.dev/programs/internal/kafkaconn"
)

type consumer struct {
	*source
	client       *kgo.Client
	transactions *kgo.GroupTransactSession // nil without a topic for replies
	failure      logged

	mu         sync.Mutex
	partitions map[place]*partition
	committing sync.Mutex // until the server has responded, so that no older offset overwrites a newer one
}

func (s *source) newConsumer() (*consumer, error) {
	c := &consumer{source: s, partitions: map[place]*partition{}}
	options, err := connection(s.Runtime, s.config.Kafka)
	if err != nil {
		return nil, err
	}
	options = append(append(options, c.options()...), c.subscription()...)
	if s.config.Replies == "" {
		c.client, err = kgo.NewClient(options...)
		return c, err
	}
	options = append(options, kgo.TransactionalID(s.config.Group+"-"+s.Identity), kgo.TransactionTimeout(transactionTimeout))
	if c.transactions, err = kgo.NewGroupTransactSession(options...); err != nil {
		return nil, err
	}
	c.client = c.transactions.Client()
	return c, nil
}

const (
	fetchBytes          = 2 << 20 // per response; a batch that is larger is still returned
	fetchPartitionBytes = 512 << 10
	fetchWait           = 500 * time.Millisecond
	deliveryTimeout     = 20 * time.Second // of entries that the source writes
)

func (c *consumer) options() []kgo.Opt {
	session := time.Duration(c.config.SessionSeconds) * time.Second
	return []kgo.Opt{
		kgo.ConsumerGroup(c.config.Group), kgo.InstanceID(c.Identity), kgo.Balancers(kgo.CooperativeStickyBalancer()),
		kgo.SessionTimeout(session), kgo.HeartbeatInterval(min(3*time.Second, session/3)),
		kgo.DisableAutoCommit(), kgo.BlockRebalanceOnPoll(), kgo.AdjustFetchOffsetsFn(c.begin),
		kgo.OnPartitionsAssigned(c.assigned), kgo.OnPartitionsRevoked(c.revoked), kgo.OnPartitionsLost(c.lost),
		kgo.FetchIsolationLevel(kgo.ReadCommitted()),
		kgo.KeepControlRecords(), // they have offsets too, which a commit must pass
		kgo.ConsumeStartOffset(kgo.NewOffset().AtEnd()), kgo.ConsumeResetOffset(kgo.NewOffset().AtStart()),
		kgo.FetchMaxBytes(fetchBytes), kgo.FetchMaxPartitionBytes(fetchPartitionBytes), kgo.FetchMaxWait(fetchWait),
		kgo.RecordDeliveryTimeout(deliveryTimeout),
	}
}

func (c *consumer) subscription() []kgo.Opt {
	if pattern := c.config.topics.Pattern; pattern != nil {
		return []kgo.Opt{kgo.ConsumeRegex(), kgo.ConsumeTopics(pattern.String())}
	}
	return []kgo.Opt{kgo.ConsumeTopics(c.config.Topics...)}
}

// isJoined reports whether the consumer is a member of the group.
func (c *consumer) isJoined() bool {
	if c == nil {
		return false
	}
	member, generation := c.client.GroupMetadata()
	return member != "" && generation >= 0
}

// run reads until the context ends, and then until everything in flight has an outcome. It returns an error if a new consumer is
// needed.
func (c *consumer) run(ctx context.Context) error {
	defer c.client.CloseAllowingRebalance()
	var err error
	if c.transactions == nil {
		err = c.readCommitting(ctx)
	} else {
		err = c.readTransacting(ctx)
	}
	if ctx.Err() != nil {
		return nil
	}
	c.abandon(c.all())
	c.Window.Wait()
	return err
}

// take queues entries in the window; rebalances are blocked meanwhile.
func (c *consumer) take(fetches kgo.Fetches) (err error) {
	fetches.EachPartition(func(one kgo.FetchTopicPartition) {
		if one.Err != nil {
			err = errors.Join(err, c.judge(one.Topic, one.Partition, one.Err))
		}
		at := place{one.Topic, one.Partition}
		p := c.of(at)
		if p == nil || len(one.Records) == 0 {
			return
		}
		for _, record := range one.Records {
			c.queue(p, record)
		}
		if p.stretch(c.load.most) {
			c.client.PauseFetchPartitions(at.asMap())
		}
	})
	return err
}

// judge returns the errors that require a new consumer, and logs those that the client recovers from.
func (c *consumer) judge(topic string, partition int32, err error) error {
	switch {
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return nil
	case errors.Is(err, kgo.ErrClientClosed), errors.Is(err, kerr.FencedInstanceID):
		return err
	}
	if words := kafkaconn.Explain(err); c.failure.isNew(words) {
		c.Log.Error("kafka does not give entries", "topic", topic, "partition", partition, "error", words)
	}
	return nil
}

func (c *consumer) queue(p *partition, r *kgo.Record) {
	e := p.add(r)
	if r.Attrs.IsControl() {
		p.finish(e)
		return
	}
	c.Metrics.Received.Inc()
	c.load.add(e.size)
	c.Window.Queue(c.turn(r), func() {
		defer c.load.release(e.size)
		// The gate comes first: a delivery that waits there has not begun, and ends with its partition.
		if c.gate.pass(p.starts) && p.start() {
			defer p.end()
			c.deliver(p, e)
		}
		if p.resume(c.load.most) {
			c.client.ResumeFetchPartitions(p.asMap())
		}
	})
}

// turn returns the key of entries that are delivered one after the other. It is empty, which means unordered, for an entry
// without a key: such entries have nothing in common.
func (c *consumer) turn(r *kgo.Record) string {
	at := place{r.Topic, r.Partition}.String()
	switch {
	case c.config.Order == orderPartition:
		return at
	case c.config.Order == orderKey && r.Key != nil:
		return at + "/" + string(r.Key)
	}
	return ""
}

func (c *consumer) of(at place) *partition {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.partitions[at]
}

func (c *consumer) all() []*partition {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Collect(maps.Values(c.partitions))
}
