// One consumer: a member of the group, what it reads, and what it does with that.
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
	transactions *kgo.GroupTransactSession // nil without a topic of replies
	failure      told

	mu         sync.Mutex
	partitions map[place]*partition
	committing sync.Mutex // from what is finished to the answer of the server, so that a commit never goes back
}

func (s *source) newConsumer() (*consumer, error) {
	c := &consumer{source: s, partitions: map[place]*partition{}}
	options, err := s.connection()
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
	fetchBytes          = 2 << 20 // of an answer; one batch that is larger comes all the same
	fetchPartitionBytes = 512 << 10
	fetchWait           = 500 * time.Millisecond
	deliveryTimeout     = 20 * time.Second // of entries that are written
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

// isJoined says whether the group has taken the consumer in.
func (c *consumer) isJoined() bool {
	if c == nil {
		return false
	}
	member, generation := c.client.GroupMetadata()
	return member != "" && generation >= 0
}

// run reads until the context ends, and then finishes what is in flight; or until the consumer is of no more use.
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

// take gives entries to the window; rebalances wait until it is done.
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

// judge logs what the client mends by itself, and returns what it does not.
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
		if p.start() {
			defer p.end()
			c.deliver(p, e)
		}
		if p.resume(c.load.most) {
			c.client.ResumeFetchPartitions(p.asMap())
		}
	})
}

// turn is the key of what is delivered one after the other. An entry without a key has nothing in common with others.
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
