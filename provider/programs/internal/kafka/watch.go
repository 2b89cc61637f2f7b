// Polls the cluster while the source reads: whether it responds, which topics exist, and the lag.
package kafka

import (
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/twmb/franz-go/pkg/kadm"

	"knative-faas.dev/programs/internal/kafkaconn"
)

const (
	lookEvery   = 5 * time.Second
	lookSoon    = 200 * time.Millisecond // while the source is not ready
	lookTimeout = 10 * time.Second
)

// watch closes first when the cluster has responded for the first time.
func (s *source) watch(ctx context.Context, first chan struct{}) {
	var waiting logged
	for pause := lookSoon; ctx.Err() == nil; s.gate.rest(ctx, pause) {
		missing, isReady, err := s.look(ctx)
		if ctx.Err() != nil {
			return
		}
		s.Ready(err == nil && isReady)
		s.health.report(err)
		if pause = lookEvery; len(missing) > 0 {
			pause = time.Second
		}
		if err == nil && !isReady {
			pause = lookSoon
		}
		if err != nil {
			pause = time.Second
			continue
		}
		if first != nil {
			close(first)
			first = nil
		}
		s.reportMissing(missing, &waiting)
	}
}

// look returns the topics that are missing, to read and to write, and whether the source is ready.
func (s *source) look(ctx context.Context) (missing []string, isReady bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, lookTimeout)
	defer cancel()
	found, missing, err := s.config.topics.Find(ctx, s.admin)
	if err != nil {
		return nil, false, err
	}
	s.seen(found)
	unwritable, err := s.lookAtTargets(ctx)
	if err != nil {
		return nil, false, err
	}
	missing = append(missing, unwritable...)
	s.missing.Store(int64(len(missing)))
	isReady, err = s.measure(ctx, found)
	return missing, isReady, err
}

// measure reads the lag, and returns whether the source is ready: it is while there is nothing to read.
func (s *source) measure(ctx context.Context, found kadm.TopicDetails) (isReady bool, err error) {
	if len(found) == 0 {
		s.lag.Store(0)
		return true, nil
	}
	partitions, err := kafkaconn.Lag(ctx, s.admin, s.config.Group, s.config.InitialOffset, slices.Sorted(maps.Keys(found))...)
	if err != nil {
		return false, err
	}
	sum := int64(0)
	for _, one := range partitions {
		sum += one
	}
	s.lag.Store(sum)
	return s.current.Load().isJoined(), nil
}

// seen makes the consumer refresh its metadata if topics or partitions have changed, so that it reads new ones at once.
func (s *source) seen(found kadm.TopicDetails) {
	now := map[string]int{}
	for name, topic := range found {
		now[name] = len(topic.Partitions)
	}
	if s.known == nil {
		s.known = now
	} else if c := s.current.Load(); c != nil && !maps.Equal(now, s.latest) {
		c.client.ForceMetadataRefresh()
	}
	s.latest = now
}

func (s *source) reportMissing(missing []string, waiting *logged) {
	words := strings.Join(missing, ", ")
	if words == "" {
		if waiting.forget() {
			s.Log.Info("all topics are there now")
		}
	} else if waiting.isNew(words) {
		s.Log.Warn("waiting for topics that do not exist", "topics", missing)
	}
}
