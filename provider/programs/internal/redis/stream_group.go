// The consumer group of a stream: it is made, and made again where it vanished, and never taken away.
package redis

import (
	"context"
	"math"
	"strings"
	"time"

	driver "github.com/redis/go-redis/v9"
)

func (s *stream) makeGroup(ctx context.Context) error {
	first, err := s.firstID(ctx)
	if err != nil {
		return err
	}
	err = s.client.XGroupCreateMkStream(ctx, s.key, s.group, first).Err()
	exists := err != nil && strings.HasPrefix(err.Error(), "BUSYGROUP")
	if err != nil && !exists {
		return err
	}
	if !exists {
		s.Log.Info("made the consumer group", "stream", s.key, "group", s.group, "after", first)
	}
	s.beginAnew()
	_, err = s.groupInfo(ctx)
	return err
}

// firstID says after which entry a group begins. One that vanished, as after FLUSHALL, goes on where it was: but in a stream
// that is a new one, which shows in smaller ids, at its start.
func (s *stream) firstID(ctx context.Context) (string, error) {
	s.mu.Lock()
	last := s.last
	s.mu.Unlock()
	if last == "" && s.config.Stream.From == "end" {
		return "$", nil
	}
	if last == "" {
		return "0", nil
	}
	info, err := s.client.XInfoStream(ctx, s.key).Result()
	switch {
	case err != nil && strings.Contains(err.Error(), "no such key"):
		return "0", nil
	case err != nil:
		return "", err
	case before(info.LastGeneratedID, last):
		return "0", nil
	}
	return last, nil
}

func (s *stream) beginAnew() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.life++
	s.flight = map[string]time.Time{}
	s.acks.take(math.MaxInt)
}

// groupInfo asks for the state of the group, and remembers how far it is. A group that is missing has no name.
func (s *stream) groupInfo(ctx context.Context) (driver.XInfoGroup, error) {
	groups, err := s.client.XInfoGroups(ctx, s.key).Result()
	for _, group := range groups {
		if group.Name == s.group {
			s.seen(group.LastDeliveredID)
			return group, err
		}
	}
	return driver.XInfoGroup{}, err
}

// lagBound is how many entries are counted at most where the server can't tell their number.
const lagBound = 100

func (s *stream) lag(ctx context.Context) (int64, error) {
	group, err := s.groupInfo(ctx)
	if err != nil || group.Name == "" || tellsLag(group) {
		return group.Lag + group.Pending, err
	}
	ahead, err := s.client.XRangeN(ctx, s.key, "("+group.LastDeliveredID, "+", lagBound).Result()
	return int64(len(ahead)) + group.Pending, err
}

// Redis 6 has no lag, which reads as 0; since Redis 7 it is missing, which reads as -1, after entries were deleted.
func tellsLag(group driver.XInfoGroup) bool {
	return group.Lag > 0 || group.Lag == 0 && group.EntriesRead > 0
}
