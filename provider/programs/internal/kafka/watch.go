// Polls the cluster while the source reads: whether it responds, which topics exist, and the lag.
package kafka

import (
	"context"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/twmb/franz-go/pkg/kadm"

	"knative-faas.dev/programs/internal/kafkaconn"
	"knative-faas.dev/programs/internal/wait"
)

const (
	lookEvery   = 5 * time.Second
	lookSoon    = 200 * time.Millisecond // while the source is not ready
	lookTimeout = 10 * time.Second
	repeatWords = 30 * time.Second // a failure that lasts is logged again
)

// logged remembers what was logged last, so that it is not repeated each time.
type logged struct {
	mu    sync.Mutex // reading and committing fail side by side
	words string
	at    time.Time
}

func (l *logged) isNew(words string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if words == l.words && time.Since(l.at) < repeatWords {
		return false
	}
	l.words, l.at = words, time.Now()
	return true
}

// forget reports whether there was anything to forget.
func (l *logged) forget() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	had := l.words != ""
	l.words = ""
	return had
}

// watch closes first when the cluster has responded for the first time.
func (s *source) watch(ctx context.Context, first chan struct{}) {
	var failure, waiting logged
	for pause := lookSoon; ctx.Err() == nil; wait.For(ctx, pause) {
		missing, isReady, err := s.look(ctx)
		if ctx.Err() != nil {
			return
		}
		s.Ready(err == nil && isReady)
		s.report(err, &failure)
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

// look returns the topics that are missing, and whether the source is ready.
func (s *source) look(ctx context.Context) (missing []string, isReady bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, lookTimeout)
	defer cancel()
	found, missing, err := s.config.topics.Find(ctx, s.admin)
	if err != nil {
		return nil, false, err
	}
	s.seen(found)
	s.missing.Store(int64(len(missing)))
	if len(found) == 0 {
		s.lag.Store(0)
		return missing, true, nil
	}
	partitions, err := kafkaconn.Lag(ctx, s.admin, s.config.Group, s.config.InitialOffset, slices.Sorted(maps.Keys(found))...)
	if err != nil {
		return nil, false, err
	}
	sum := int64(0)
	for _, one := range partitions {
		sum += one
	}
	s.lag.Store(sum)
	return missing, s.current.Load().isJoined(), nil
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

// report logs a failure. A refusal that lasts ends the program, unless the login is in files: those are read again.
func (s *source) report(err error, failure *logged) {
	switch {
	case err == nil:
		s.login.Accepted()
		if failure.forget() {
			s.Log.Info("kafka answers again")
		}
		return
	case kafkaconn.Refused(err) && !s.SecretsInFiles:
		s.login.Refused(kafkaconn.Explain(err))
	}
	if words := kafkaconn.Explain(err); failure.isNew(words) {
		s.Log.Error("kafka can't be used", "error", words)
	}
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
