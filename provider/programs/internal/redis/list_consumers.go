// The consumers of a list: acknowledgements, heartbeats, and the entries of consumers that are gone.
package redis

import (
	"context"
	"time"

	driver "github.com/redis/go-redis/v9"

	"knative-faas.dev/programs/internal/redisconn"
)

const entriesAtOnce = 100

func (l *list) tasks() []task {
	return []task{
		{name: "acknowledging", acks: l.acks, do: l.acknowledge},
		{name: "sending the heartbeat", every: l.timing.heartbeat, do: l.beat},
		{name: "looking for consumers that are gone", every: l.timing.heartbeat, do: l.reap},
	}
}

func (l *list) acknowledge(ctx context.Context) (err error) {
	for err == nil {
		values := l.acks.take(entriesAtOnce)
		if len(values) == 0 {
			return nil
		}
		err = l.acknowledgeAll(ctx, values)
	}
	return err
}

// acknowledgeAll sorts entries by the server's replies. Those without reply are left to the reader: repeating the removal could
// remove another entry with the same value.
func (l *list) acknowledgeAll(ctx context.Context, values []string) (err error) {
	l.removing.Lock()
	defer l.removing.Unlock()
	for index, failure := range l.remove(ctx, values) {
		switch value := values[index]; {
		case failure == nil:
			l.ledger.removed(value)
		case isReply(failure):
			l.acks.add(value)
			err = failure
		default:
			l.ledger.unanswered(value)
			err = failure
		}
	}
	return err
}

// beat sends the heartbeat of this consumer. It adds itself to the set of consumers each time, because the server may have lost it.
func (l *list) beat(ctx context.Context) error {
	_, err := l.client.Pipelined(ctx, func(p driver.Pipeliner) error {
		p.SAdd(ctx, redisconn.ConsumersKey(l.key), l.me)
		p.Set(ctx, redisconn.AliveKey(l.key, l.me), "", l.timing.alive)
		return nil
	})
	return err
}

// reap puts the entries of consumers that are gone back into the list. After an outage of the server all of them may seem gone
// until they have had time for a heartbeat.
func (l *list) reap(ctx context.Context) error {
	consumers, err := l.client.SMembers(ctx, redisconn.ConsumersKey(l.key)).Result()
	if err != nil {
		l.watching = time.Time{}
		return err
	}
	if l.watching.IsZero() {
		l.watching = time.Now()
	}
	if time.Since(l.watching) < l.timing.alive {
		return nil
	}
	for _, one := range consumers {
		alive, err := l.client.Exists(ctx, redisconn.AliveKey(l.key, one)).Result()
		if err != nil {
			return err
		}
		if alive > 0 || one == l.me {
			continue
		}
		if err := l.takeOver(ctx, one); err != nil {
			return err
		}
	}
	return nil
}

func (l *list) takeOver(ctx context.Context, consumer string) error {
	count, err := l.putBack(ctx, consumer)
	if err != nil {
		return err
	}
	l.Log.Info("put the entries of a consumer that is gone back into the list", "list", l.key, "consumer", consumer, "entries", count)
	return l.forget(ctx, consumer)
}

// forget removes a consumer from the set, and adds it again if it returned meanwhile: its processing list must be found.
func (l *list) forget(ctx context.Context, consumer string) error {
	consumers := redisconn.ConsumersKey(l.key)
	if err := l.client.SRem(ctx, consumers, consumer).Err(); err != nil {
		return err
	}
	left, err := l.client.Exists(ctx, redisconn.AliveKey(l.key, consumer), redisconn.ProcessingKey(l.key, consumer)).Result()
	if err == nil && left > 0 {
		err = l.client.SAdd(ctx, consumers, consumer).Err()
	}
	return err
}

// putBack moves entries to the end of the list that they were taken from, newest first, so that their order is kept.
func (l *list) putBack(ctx context.Context, consumer string) (count int, err error) {
	processing := redisconn.ProcessingKey(l.key, consumer)
	for {
		pipeline := l.client.Pipeline()
		for range entriesAtOnce {
			pipeline.LMove(ctx, processing, l.key, "RIGHT", l.end)
		}
		answers, _ := pipeline.Exec(ctx)
		values, _, err := moved(answers)
		if count += len(values); err != nil || len(values) < entriesAtOnce {
			return count, err
		}
	}
}

// settle puts back what could not be delivered in time, and then removes this consumer.
func (l *list) settle(ctx context.Context) error {
	if !l.registered {
		return nil
	}
	if err := l.acknowledge(ctx); err != nil {
		return err
	}
	if l.ledger.doubtful() {
		if _, err := l.repair(ctx); err != nil {
			return err
		}
	}
	if _, err := l.putBack(ctx, l.me); err != nil {
		return err
	}
	if err := l.client.Del(ctx, redisconn.AliveKey(l.key, l.me)).Err(); err != nil {
		return err
	}
	return l.client.SRem(ctx, redisconn.ConsumersKey(l.key), l.me).Err()
}

func (l *list) lag(ctx context.Context) (sum int64, err error) {
	consumers, err := l.client.SMembers(ctx, redisconn.ConsumersKey(l.key)).Result()
	if err != nil {
		return 0, err
	}
	lengths, err := l.client.Pipelined(ctx, func(p driver.Pipeliner) error {
		p.LLen(ctx, l.key)
		for _, one := range consumers {
			p.LLen(ctx, redisconn.ProcessingKey(l.key, one))
		}
		return nil
	})
	for _, length := range lengths {
		sum += length.(*driver.IntCmd).Val()
	}
	return sum, err
}
