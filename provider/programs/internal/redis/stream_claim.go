// The owners of a stream's entries: acknowledges entries, renews those in progress, and takes over those of consumers that are
// gone.
package redis

import (
	"context"
	"errors"
	"slices"
	"time"

	driver "github.com/redis/go-redis/v9"
)

// idsAtOnce limits one command, during which the server serves nobody else.
const idsAtOnce = 500

func (s *stream) tasks() []task {
	return []task{
		{name: "acknowledging", acks: s.acks, do: s.acknowledge},
		{name: "renewing entries in progress", every: s.claimAfter / 4, do: s.keep},
		{name: "looking for consumers that are gone", every: s.timing.cleanup, do: s.cleanUp},
	}
}

func (s *stream) acknowledge(ctx context.Context) error {
	for {
		ids := s.acks.take(idsAtOnce)
		if len(ids) == 0 {
			return nil
		}
		if err := s.acknowledgeAll(ctx, ids); err != nil {
			s.acks.add(ids...)
			return err
		}
	}
}

func (s *stream) acknowledgeAll(ctx context.Context, ids []string) error {
	s.acking.Lock()
	defer s.acking.Unlock()
	if err := s.client.XAck(ctx, s.key, s.group, ids...).Err(); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, id := range ids {
		delete(s.flight, id)
	}
	return nil
}

// claim takes over a page of entries that have been idle for too long. They may also be this consumer's own, unknown to it.
func (s *stream) claim(ctx context.Context, room int) ([]driver.XMessage, error) {
	entries, next, err := s.client.XAutoClaim(ctx, &driver.XAutoClaimArgs{
		Stream: s.key, Group: s.group, Consumer: s.me, MinIdle: s.claimAfter, Start: s.claimFrom, Count: int64(room),
	}).Result()
	if errors.Is(err, driver.Nil) { // Redis 6.2 replies so if an entry was deleted; what was claimed now belongs to this consumer
		s.own, next, err = "0", "0-0", nil
	}
	if err != nil {
		return nil, err
	}
	if s.claimFrom = next; next == "0-0" {
		s.claimAt = time.Now().Add(s.claimAfter / 4)
	}
	return entries, nil
}

// keep renews entries that take long, so that no other consumer takes them over.
func (s *stream) keep(ctx context.Context) error {
	for ids := range slices.Chunk(s.inWorkSince(time.Now().Add(-s.claimAfter/4)), idsAtOnce) {
		err := s.client.XClaimJustID(ctx, &driver.XClaimArgs{Stream: s.key, Group: s.group, Consumer: s.me, Messages: ids}).Err()
		if err != nil {
			return err
		}
	}
	return nil
}

func (s *stream) inWorkSince(at time.Time) (ids []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for id, since := range s.flight {
		if since.Before(at) {
			ids = append(ids, id)
		}
	}
	return ids
}

// cleanUp removes consumers that are gone and hold nothing: those of Pods that were removed permanently. They must have been idle
// for long, because what a consumer reads just before its removal would be lost.
func (s *stream) cleanUp(ctx context.Context) error {
	consumers, err := s.client.XInfoConsumers(ctx, s.key, s.group).Result()
	if err != nil {
		return err
	}
	for _, one := range consumers {
		if one.Name == s.me || one.Pending > 0 || one.Idle < s.timing.idle {
			continue
		}
		if err := s.client.XGroupDelConsumer(ctx, s.key, s.group, one.Name).Err(); err != nil {
			return err
		}
		s.Log.Info("removed a consumer that is gone", "stream", s.key, "consumer", one.Name)
	}
	return nil
}

// settle gives back what could not be delivered in time: it counts as idle for long, so that another consumer takes it over.
func (s *stream) settle(ctx context.Context) error {
	if !s.grouped {
		return nil
	}
	if err := s.acknowledge(ctx); err != nil {
		return err
	}
	for ids := range slices.Chunk(s.inWorkSince(time.Now()), idsAtOnce) {
		command := []any{"xclaim", s.key, s.group, s.me, 0}
		for _, id := range ids {
			command = append(command, id)
		}
		if err := s.client.Do(ctx, append(command, "idle", s.claimAfter.Milliseconds(), "justid")...).Err(); err != nil {
			return err
		}
	}
	return nil
}
