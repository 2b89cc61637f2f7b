// Channels (pub/sub): delivered at most once, because the server does not store messages for absent subscribers.
package redis

import (
	"context"
	"crypto/rand"
	"errors"
	"net"
	"time"

	driver "github.com/redis/go-redis/v9"
)

type channel struct {
	*source
	listener *driver.PubSub
	heard    time.Time // when the last reply or message arrived
}

// longestSilence is how long a server may send nothing, not even replies to pings.
const longestSilence = 10 * time.Second

func newChannel(s *source) *channel {
	s.Log.Warn("messages of channels are delivered at most once: messages published while no replica is subscribed are lost")
	return &channel{source: s}
}

func (c *channel) step(ctx context.Context) error {
	if c.listener == nil {
		if err := c.subscribe(ctx); err != nil {
			return c.hangUp(err)
		}
	}
	answer, err := c.listener.ReceiveTimeout(context.WithoutCancel(ctx), c.timing.block)
	if timeout, ok := errors.AsType[net.Error](err); ok && timeout.Timeout() && time.Since(c.heard) < longestSilence {
		err = c.listener.Ping(ctx)
	}
	if err != nil {
		return c.hangUp(err)
	}
	if message, ok := answer.(*driver.Message); ok {
		c.deliver(taken{place: message.Channel, id: rand.Text(), time: time.Now().UTC(), data: []byte(message.Payload)}, func() {})
	}
	if answer != nil {
		c.heard = time.Now() // after the delivery has started, which may block while the window is full
	}
	return nil
}

// subscribe only sends the commands; a refusal comes with the first reply.
func (c *channel) subscribe(ctx context.Context) error {
	c.listener, c.heard = c.client.Subscribe(ctx), time.Now()
	wanted := c.config.Channel
	if len(wanted.Names) > 0 {
		if err := c.listener.Subscribe(ctx, wanted.Names...); err != nil {
			return err
		}
	}
	if len(wanted.Patterns) > 0 {
		return c.listener.PSubscribe(ctx, wanted.Patterns...)
	}
	return nil
}

// hangUp makes the next step reconnect: after an error the connection may contain part of a reply.
func (c *channel) hangUp(err error) error {
	_ = c.listener.Close()
	c.listener = nil
	return err
}

func (c *channel) tasks() []task { return nil }

func (c *channel) settle(context.Context) error {
	if c.listener == nil {
		return nil
	}
	return c.listener.Close()
}

func (c *channel) lag(context.Context) (int64, error) { return 0, nil }
