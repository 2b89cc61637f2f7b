// With replies: each transaction writes answers and dead letters together with the commit of their entries.
package kafka

import (
	"context"
	"errors"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"
	"github.com/twmb/franz-go/pkg/kmsg"

	"knative-faas.dev/programs/internal/kafkaconn"
)

const (
	transactEvery      = 20 * time.Millisecond
	transactionTimeout = 30 * time.Second // after which the server aborts the transaction of a process that is gone
	endTimeout         = 45 * time.Second
)

func (c *consumer) readTransacting(ctx context.Context) error {
	// This aborts a transaction that an earlier process left open: until then the server does not return the group's offsets.
	if _, _, err := c.client.ProducerID(ctx); err != nil {
		return err
	}
	for {
		err := c.take(c.poll(ctx))
		// Not after the transaction: its end waits for the group, whose rebalance would in turn wait for this call.
		c.client.AllowRebalance()
		if ctx.Err() != nil {
			return c.settleTransacting()
		}
		if err == nil {
			err = c.transact()
		}
		if err != nil {
			return err
		}
	}
}

// poll returns in time for the next transaction if something may be finished by then. From its return, rebalances are blocked
// until AllowRebalance is called.
func (c *consumer) poll(ctx context.Context) kgo.Fetches {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	if !c.load.isEmpty() || c.isMoved() {
		late := time.AfterFunc(transactEvery, cancel)
		defer late.Stop()
	}
	return c.client.PollRecords(ctx, max(c.waitForRoom(ctx), 1))
}

func (c *consumer) isMoved() bool {
	for _, p := range c.all() {
		if p.isMoved() {
			return true
		}
	}
	return false
}

func (c *consumer) settleTransacting() error {
	for _, p := range c.all() {
		p.close()
	}
	c.Window.Wait()
	return c.transact()
}

// transact commits what is finished together with its answers. If the transaction is aborted, the client returns to the last
// commit, and everything after it is read again.
func (c *consumer) transact() error {
	all := c.all()
	offsets, answers := c.finished(all)
	if len(offsets) == 0 {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), endTimeout)
	defer cancel()
	if err := c.transactions.Begin(); err != nil {
		return err
	}
	failures := make(chan error, len(answers))
	for _, answer := range answers {
		c.transactions.Produce(ctx, answer, func(_ *kgo.Record, err error) { failures <- err })
	}
	if err := c.client.Flush(ctx); err != nil {
		return err
	}
	var failure error
	for range answers {
		failure = errors.Join(failure, <-failures)
	}
	with := kgo.PreTxnCommitFnContext(ctx, func(r *kmsg.TxnOffsetCommitRequest) error { instead(r, offsets); return nil })
	committed, err := c.transactions.End(with, failure == nil)
	if err = errors.Join(failure, err); err != nil {
		c.Log.Error("a transaction failed: its entries are delivered again", "error", kafkaconn.Explain(err))
		return err
	}
	if committed {
		for _, p := range all {
			p.settled()
		}
		return nil
	}
	c.Log.Info("a transaction was aborted, as partitions were taken away: its entries are delivered again")
	c.restart(all)
	return nil
}

func (c *consumer) finished(partitions []*partition) (map[string]map[int32]kgo.EpochOffset, []*kgo.Record) {
	offsets := map[string]map[int32]kgo.EpochOffset{}
	var all []*kgo.Record
	for _, p := range partitions {
		if next, answers, moved := c.progress(p); moved {
			put(offsets, p.place, next)
			all = append(all, answers...)
		}
	}
	return offsets, all
}

// instead commits the offsets of what is finished; the client would commit those of everything that was read.
func instead(r *kmsg.TxnOffsetCommitRequest, offsets map[string]map[int32]kgo.EpochOffset) {
	r.Topics = nil
	for name, partitions := range offsets {
		topic := kmsg.NewTxnOffsetCommitRequestTopic()
		topic.Topic = name
		for number, next := range partitions {
			one := kmsg.NewTxnOffsetCommitRequestTopicPartition()
			one.Partition, one.Offset, one.LeaderEpoch, one.Metadata = number, next.Offset, next.Epoch, &r.MemberID
			topic.Partitions = append(topic.Partitions, one)
		}
		r.Topics = append(r.Topics, topic)
	}
}

// restart forgets everything uncommitted. Partitions that were assigned during the transaction are left alone: nothing of them was
// read yet.
func (c *consumer) restart(before []*partition) {
	c.abandon(before)
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, p := range before {
		if c.partitions[p.place] == p {
			c.partitions[p.place] = p.again(c.Work)
			c.client.ResumeFetchPartitions(p.asMap())
		}
	}
}
