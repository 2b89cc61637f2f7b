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
	offsets, outcomes := c.finished(all)
	if len(offsets) == 0 {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), endTimeout)
	defer cancel()
	if err := c.transactions.Begin(); err != nil {
		return err
	}
	failure := c.writeAll(ctx, outcomes)
	with := kgo.PreTxnCommitFnContext(ctx, func(r *kmsg.TxnOffsetCommitRequest) error { instead(r, offsets); return nil })
	committed, err := c.transactions.End(with, failure == nil)
	switch {
	case failure != nil || err != nil:
		return c.failed(ctx, all, failure, err)
	case !committed:
		c.Log.Info("a transaction was aborted, as partitions were taken away: its entries are delivered again")
		c.restart(all)
	default:
		conclude(all, outcomes)
	}
	return nil
}

// writeAll returns the first failure; those that follow it say no more.
func (c *consumer) writeAll(ctx context.Context, outcomes []outcome) error {
	failures := make(chan error, len(outcomes))
	count := 0
	for _, one := range outcomes {
		if one.record != nil {
			count++
			c.transactions.Produce(ctx, one.record, func(r *kgo.Record, err error) { failures <- c.config.named(r.Topic, err) })
		}
	}
	if err := c.client.Flush(ctx); err != nil {
		return err
	}
	var first error
	for range count {
		if err := <-failures; first == nil {
			first = err
		}
	}
	return first
}

// failed reads the entries of a transaction again if a topic to write to is missing: they wait for it. For any other failure it
// returns an error, as a new consumer is needed.
func (c *consumer) failed(ctx context.Context, all []*partition, failure, err error) error {
	c.Log.Error("a transaction failed: its entries are delivered again", "error", kafkaconn.Explain(errors.Join(failure, err)))
	if missing, unknown := c.lookAtTargets(ctx); err != nil || unknown != nil || len(missing) == 0 {
		return errors.Join(failure, err)
	}
	c.gate.doubt() // the watcher says what is missing
	c.forgetTargets()
	c.restart(all)
	return nil
}

// conclude counts what was committed: not before, as a transaction that fails is repeated.
func conclude(committed []*partition, outcomes []outcome) {
	for _, p := range committed {
		p.settled()
	}
	for _, one := range outcomes {
		one.count()
	}
}

// finished leaves out what is to be written while a topic for it is missing: that is kept until the topic exists.
func (c *consumer) finished(partitions []*partition) (map[string]map[int32]kgo.EpochOffset, []outcome) {
	offsets := map[string]map[int32]kgo.EpochOffset{}
	var all []outcome
	mayWrite := c.gate.isOpen()
	for _, p := range partitions {
		if next, outcomes, moved := c.progress(p, mayWrite); moved {
			put(offsets, p.place, next)
			all = append(all, outcomes...)
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
