// The consumer group of a stream: created if it is missing, also when it vanishes meanwhile, and never deleted.
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
		s.Log.Info("created the consumer group", "stream", s.key, "group", s.group, "after", first)
	}
	s.reset()
	_, err = s.groupInfo(ctx)
	return err
}

// firstID returns the entry after which a group starts. A group that vanished, for example after FLUSHALL, continues where it was;
// but if the stream is a new one, which shows in smaller IDs, it starts at the beginning.
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

func (s *stream) reset() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.life++
	s.flight = map[string]time.Time{}
	s.acks.take(math.MaxInt)
}

// groupInfo reads the state of the group, and remembers its position. A missing group has no name.
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

// lagBound is the maximum number of entries that are counted if the server can't report their number.
const lagBound = 100

func (s *stream) lag(ctx context.Context) (int64, error) {
	group, err := s.groupInfo(ctx)
	if err != nil || group.Name == "" || hasLag(group) {
		return group.Lag + group.Pending, err
	}
	ahead, err := s.client.XRangeN(ctx, s.key, "("+group.LastDeliveredID, "+", lagBound).Result()
	return int64(len(ahead)) + group.Pending, err
}

// Redis 6 has no lag, which is read as 0; since Redis 7 it is missing, which is read as -1, after entries were deleted.
func hasLag(group driver.XInfoGroup) bool {
	return group.Lag > 0 || group.Lag == 0 && group.EntriesRead > 0
}
