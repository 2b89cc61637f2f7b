// With replies: answers, dead letters and the commit of what they belong to are one transaction after the other.
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
	transactionTimeout = 30 * time.Second // of the server, for a process that is gone
	endTimeout         = 45 * time.Second
)

func (c *consumer) readTransacting(ctx context.Context) error {
	// A transaction that an earlier life left open is aborted now: until then the server tells nobody where the group stands.
	if _, _, err := c.client.ProducerID(ctx); err != nil {
		return err
	}
	for {
		err := c.take(c.poll(ctx))
		// Before the transaction ends: its end waits for the group, and would wait for itself where that begins a rebalance.
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

// poll waits no longer than to the next transaction when something may be finished by then. No rebalance happens from the return
// on, until it is allowed.
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

// transact commits what is finished with its answers. Where the transaction is aborted, everything that is not committed is
// read again, as the client goes back to the commit.
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

// instead puts the offsets of what is finished in the place of those of everything that was read.
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

// restart forgets everything that is not committed, of the partitions that were there before the transaction: nothing was read
// since.
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
