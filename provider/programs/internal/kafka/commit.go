// Without replies: commits finished entries at intervals, while it goes on reading.
package kafka

import (
	"context"
	"time"

	"github.com/twmb/franz-go/pkg/kerr"
	"github.com/twmb/franz-go/pkg/kgo"
	"github.com/twmb/franz-go/pkg/kmsg"

	"knative-faas.dev/programs/internal/kafkaconn"
	"knative-faas.dev/programs/internal/wait"
)

const (
	commitEvery   = 30 * time.Millisecond
	commitTimeout = 10 * time.Second
)

func (c *consumer) readCommitting(ctx context.Context) error {
	committing, stop := context.WithCancel(context.WithoutCancel(ctx))
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for wait.For(committing, commitEvery) {
			c.commit(c.all())
		}
	}()
	defer func() { stop(); <-ended }()
	for {
		room := c.waitForRoom(ctx)
		err := c.take(c.client.PollRecords(ctx, max(room, 1)))
		c.client.AllowRebalance()
		if ctx.Err() != nil {
			c.settle()
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// settle starts no new deliveries, waits for those in flight, and commits them.
func (c *consumer) settle() {
	for _, p := range c.all() {
		p.close()
	}
	c.Window.Wait()
	c.commit(c.all())
}

// commit never passes an entry that has no outcome yet.
func (c *consumer) commit(all []*partition) {
	c.committing.Lock()
	defer c.committing.Unlock()
	offsets := map[string]map[int32]kgo.EpochOffset{}
	sent := map[place]*partition{}
	for _, p := range all {
		if next, _, moved := c.progress(p, true); moved {
			sent[p.place] = p
			put(offsets, p.place, next)
		}
	}
	if len(sent) == 0 {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), commitTimeout)
	defer cancel()
	c.client.CommitOffsetsSync(ctx, offsets, func(_ *kgo.Client, _ *kmsg.OffsetCommitRequest, r *kmsg.OffsetCommitResponse, err error) {
		c.committed(sent, r, err)
	})
}

// progress returns what done returns, and resumes the partition if it was paused because too much was uncommitted.
func (c *consumer) progress(p *partition, mayWrite bool) (next kgo.EpochOffset, outcomes []outcome, moved bool) {
	next, outcomes, moved = p.done(mayWrite)
	if p.resume(c.load.most) {
		c.client.ResumeFetchPartitions(p.asMap())
	}
	return next, outcomes, moved
}

// committed marks the partitions whose commit failed, so that it is repeated.
func (c *consumer) committed(sent map[place]*partition, response *kmsg.OffsetCommitResponse, err error) {
	if err == nil {
		for _, topic := range response.Topics {
			for _, one := range topic.Partitions {
				failure := kerr.ErrorForCode(one.ErrorCode)
				if p := sent[place{topic.Topic, one.Partition}]; p != nil && failure != nil {
					p.uncommitted()
					err = failure
				}
			}
		}
	} else {
		for _, p := range sent {
			p.uncommitted()
		}
	}
	if err != nil && c.failure.isNew(err.Error()) {
		c.Log.Warn("what is finished can't be committed now: it may be delivered again", "error", kafkaconn.Explain(err))
	}
}

func put(offsets map[string]map[int32]kgo.EpochOffset, at place, next kgo.EpochOffset) {
	if offsets[at.topic] == nil {
		offsets[at.topic] = map[int32]kgo.EpochOffset{}
	}
	offsets[at.topic][at.number] = next
}
