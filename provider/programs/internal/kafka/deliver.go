// Delivers one entry to the sink, and handles the answer.
package kafka

import (
	"context"
	"errors"
	"fmt"

	"github.com/twmb/franz-go/pkg/kgo"

	"knative-faas.dev/programs/internal/adapter"
	"knative-faas.dev/programs/internal/kafkaconn"
	"knative-faas.dev/programs/internal/wait"
)

// longestAnswer leaves room for attributes in the million bytes that brokers accept by default.
const longestAnswer = 900_000

// deliver finishes the entry when it has an outcome. It has none if the partition was revoked or the grace is over.
func (c *consumer) deliver(p *partition, e *entry) {
	event := eventOf(c.config, e.record)
	limit := int64(0)
	if c.transactions != nil {
		limit = longestAnswer
	}
	reply, err := c.Sink.Ask(p.context, event, limit)
	if err != nil {
		return
	}
	if reply.Delivered() && len(reply.Body) > longestAnswer {
		reply = adapter.Unusable(fmt.Sprintf("the answer is longer than %d bytes", longestAnswer))
	}
	if !reply.Delivered() {
		c.giveUp(p, e, event, reply)
		return
	}
	if c.transactions != nil {
		answer := answerOf(c.config.Replies, reply.Header, reply.Body, answered{event.ID, e.record.Key})
		p.finish(e, outcome{answer, c.Sink.Accept})
		return
	}
	c.Sink.Accept()
	p.finish(e)
}

// giveUp sends or writes the dead letter. With transactions it is written together with the commit of its entry.
func (c *consumer) giveUp(p *partition, e *entry, event adapter.Event, reply adapter.Reply) {
	if c.config.DeadLetterTopic == "" {
		if _, err := c.Sink.Bury(p.context, event, reply); err == nil {
			p.finish(e)
		}
		return
	}
	letter := deadLetter(c.config.DeadLetterTopic, c.Sink.Reasons(event, reply), e.record)
	if c.transactions != nil {
		p.finish(e, outcome{letter, func() { c.Sink.Buried(event, reply) }})
		return
	}
	if c.write(p.context, letter) == nil {
		c.Sink.Buried(event, reply)
		p.finish(e)
	}
}

// write retries until the server has accepted the entry or the context ends. While the topic is missing it waits.
func (c *consumer) write(ctx context.Context, r *kgo.Record) error {
	var failure logged
	for failures := 1; c.gate.pass(ctx); failures++ {
		again := *r // a failed record must not be reused
		err := c.client.ProduceSync(ctx, &again).FirstErr()
		if err == nil || ctx.Err() != nil || errors.Is(err, kgo.ErrClientClosed) {
			return err
		}
		if words := kafkaconn.Explain(err); failure.isNew(words) {
			c.Log.Error("the topic of dead letters does not take an entry", "topic", r.Topic, "error", words)
		}
		if isGone(err) {
			c.forgetTargets()
			c.gate.doubt()
		}
		wait.For(ctx, adapter.Pause(failures, firstPause, longestPause))
	}
	return ctx.Err()
}
