// Streams, read as a consumer of a group: first its own unfinished entries, then those of consumers that are gone, then new ones.
package redis

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"time"

	driver "github.com/redis/go-redis/v9"
)

type stream struct {
	*source
	key, group, me string
	claimAfter     time.Duration
	acks           *acks
	acking         sync.Mutex

	// Used by the reader only.
	grouped   bool
	own       string // own entries up to this ID were processed; "" if all were
	claimAt   time.Time
	claimFrom string

	mu     sync.Mutex
	flight map[string]time.Time // taken and not yet acknowledged, with the time at which the server last learnt that they are in progress
	life   int                  // how many groups there have been: entries of an earlier one can't be acknowledged
	last   string               // the newest entry that was delivered to the group
}

func newStream(s *source, key string) *stream {
	c := s.config.Stream
	return &stream{
		source: s, key: key, group: c.Group, me: s.Identity,
		claimAfter: time.Duration(c.ClaimSeconds) * time.Second,
		acks:       newAcks(), own: "0", claimFrom: "0-0", flight: map[string]time.Time{},
	}
}

func (s *stream) step(ctx context.Context) error {
	if !s.grouped {
		if err := s.makeGroup(ctx); err != nil {
			return err
		}
		s.grouped = true
	}
	room := s.room(ctx)
	if room == 0 {
		return nil
	}
	// A cancelled read could assign entries to this consumer that it never receives.
	entries, life, err := s.take(context.WithoutCancel(ctx), room)
	if err != nil {
		s.own = "0" // the reply may have been lost, with entries in it
		// During an outage of the server nobody could renew entries in progress, so all of them seem idle.
		s.claimAt = time.Now().Add(s.claimAfter / 2)
		s.grouped = !strings.HasPrefix(err.Error(), "NOGROUP")
		return err
	}
	for _, entry := range entries {
		s.start(entry, life)
	}
	return nil
}

// take returns entries that are not in flight yet. Nothing is acknowledged while old entries are read: acknowledged ones would seem
// abandoned.
func (s *stream) take(ctx context.Context, room int) (entries []driver.XMessage, life int, err error) {
	own, idle := s.own != "", s.claimDue()
	if own || idle {
		s.acking.Lock()
		defer s.acking.Unlock()
	}
	if entries, err = s.fetch(ctx, room); err != nil {
		return nil, 0, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	entries = slices.DeleteFunc(entries, s.inFlight)
	if len(entries) > 0 && (own || idle) {
		s.Log.Info("redelivering entries that were in progress", "stream", s.key, "entries", len(entries), "ofOthers", !own)
	}
	return entries, s.life, nil
}

// inFlight reports whether an entry already was in flight, and marks it as such.
func (s *stream) inFlight(entry driver.XMessage) bool {
	_, there := s.flight[entry.ID]
	if !there {
		s.flight[entry.ID] = time.Now()
	}
	return there
}

func (s *stream) fetch(ctx context.Context, room int) ([]driver.XMessage, error) {
	switch {
	case s.own != "":
		return s.history(ctx, room)
	case s.claimDue():
		return s.claim(ctx, room)
	}
	entries, err := s.read(ctx, ">", room)
	if len(entries) > 0 {
		s.seen(entries[len(entries)-1].ID)
	}
	return entries, err
}

// history reads one page of this consumer's own entries.
func (s *stream) history(ctx context.Context, room int) ([]driver.XMessage, error) {
	entries, err := s.read(ctx, s.own, room)
	if err != nil {
		return nil, err
	}
	s.own = ""
	if len(entries) > 0 {
		s.own = entries[len(entries)-1].ID
	}
	return entries, nil
}

func (s *stream) read(ctx context.Context, after string, count int) ([]driver.XMessage, error) {
	answer, err := s.client.XReadGroup(ctx, &driver.XReadGroupArgs{
		Group: s.group, Consumer: s.me, Streams: []string{s.key, after}, Count: int64(count), Block: s.timing.block,
	}).Result()
	if errors.Is(err, driver.Nil) || err == nil && len(answer) == 0 {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return answer[0].Messages, nil
}

func (s *stream) claimDue() bool { return !time.Now().Before(s.claimAt) }

func (s *stream) start(entry driver.XMessage, life int) {
	if entry.Values == nil { // it was deleted from the stream, or trimmed, before it was delivered
		s.Log.Warn("an entry is no longer in the stream and can't be delivered", "stream", s.key, "id", entry.ID)
		s.acks.add(entry.ID)
		return
	}
	s.deliver(s.taken(entry), func() {
		if s.stillIn(life) {
			s.acks.add(entry.ID)
		}
	})
}

func (s *stream) taken(entry driver.XMessage) taken {
	t := taken{place: s.key, id: s.key + "/" + entry.ID, fields: entry.Values, time: timeOf(entry.ID)}
	if name := s.config.Stream.DataField; name != "" {
		text, _ := entry.Values[name].(string)
		t.data = []byte(text)
		return t
	}
	t.data, t.contentType = asJSON(entry.Values), "application/json"
	return t
}

func (s *stream) stillIn(life int) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.life == life
}

func (s *stream) seen(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.last = id
}
