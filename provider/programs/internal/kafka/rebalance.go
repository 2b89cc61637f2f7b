// Partitions that are assigned and revoked, and the offsets where they begin.
package kafka

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"

	"knative-faas.dev/programs/internal/kafkaconn"
)

// revokeGrace is how long deliveries of a revoked partition may continue. It is well below the minute that the group waits.
const revokeGrace = 15 * time.Second

func (p place) String() string { return fmt.Sprintf("%s/%d", p.topic, p.number) }

func (p place) asMap() map[string][]int32 { return map[string][]int32{p.topic: {p.number}} }

func (c *consumer) assigned(_ context.Context, _ *kgo.Client, given map[string][]int32) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for topic, numbers := range given {
		for _, number := range numbers {
			at := place{topic, number}
			c.partitions[at] = newPartition(c.Work, at)
		}
	}
	if len(given) > 0 {
		c.Log.Info("partitions assigned", "partitions", given)
	}
}

// begin sets the offsets of partitions for which the group has committed none. A partition that was created after the source had
// started is read from its first entry: "latest" only skips entries that are older than the source.
func (c *consumer) begin(ctx context.Context, offsets map[string]map[int32]kgo.Offset) (map[string]map[int32]kgo.Offset, error) {
	var fresh []place
	topics := map[string]bool{}
	for topic, partitions := range offsets {
		for number, offset := range partitions {
			if offset.EpochOffset().Offset < 0 {
				fresh = append(fresh, place{topic, number})
				topics[topic] = true
			}
		}
	}
	if len(fresh) == 0 {
		return offsets, nil
	}
	names := slices.Collect(maps.Keys(topics))
	start, err := kafkaconn.Begin(ctx, c.admin, c.config.InitialOffset, names...)
	if err != nil {
		return nil, err
	}
	first := start
	if c.config.InitialOffset == kafkaconn.Latest {
		if first, err = kafkaconn.Begin(ctx, c.admin, kafkaconn.Earliest, names...); err != nil {
			return nil, err
		}
	}
	for _, at := range fresh {
		from := start
		if int(at.number) >= c.known[at.topic] {
			from = first
		}
		offset, ok := from.Lookup(at.topic, at.number)
		if !ok {
			return nil, fmt.Errorf("kafka did not return the offsets of %s", at)
		}
		if offset.Err != nil {
			return nil, fmt.Errorf("the offsets of %s are not known: %w", at, offset.Err)
		}
		offsets[at.topic][at.number] = kgo.NewOffset().At(offset.Offset)
		if p := c.of(at); p != nil {
			p.begin(offset.Offset)
		}
	}
	return offsets, nil
}

// revoked waits for deliveries and commits them before the partitions are reassigned; what is not finished is delivered again by
// the next member. In a transaction they are cancelled, as GroupTransactSession can't commit it any more by then.
func (c *consumer) revoked(_ context.Context, _ *kgo.Client, given map[string][]int32) {
	gone := c.remove(given)
	if len(gone) == 0 {
		return
	}
	c.Log.Info("partitions revoked", "partitions", given)
	if c.transactions != nil {
		c.abandon(gone)
		return
	}
	for _, p := range gone {
		p.close()
	}
	late := time.AfterFunc(revokeGrace, func() { cancelAll(gone) })
	defer late.Stop()
	for _, p := range gone {
		p.rest()
	}
	c.commit(gone)
	c.abandon(gone)
}

func (c *consumer) lost(_ context.Context, _ *kgo.Client, given map[string][]int32) {
	if gone := c.remove(given); len(gone) > 0 {
		c.Log.Warn("partitions lost", "partitions", given)
		c.abandon(gone)
	}
}

func (c *consumer) remove(given map[string][]int32) (gone []*partition) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for topic, numbers := range given {
		for _, number := range numbers {
			at := place{topic, number}
			if p := c.partitions[at]; p != nil {
				delete(c.partitions, at)
				gone = append(gone, p)
			}
		}
	}
	if len(gone) > 0 {
		c.client.ResumeFetchPartitions(given)
	}
	return gone
}

// abandon cancels deliveries, and returns when none is running.
func (c *consumer) abandon(all []*partition) {
	for _, p := range all {
		p.close()
	}
	cancelAll(all)
	for _, p := range all {
		p.rest()
	}
}

func cancelAll(all []*partition) {
	for _, p := range all {
		p.cancel()
	}
}
