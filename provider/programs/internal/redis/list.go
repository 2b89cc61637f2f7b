// Lists, as queues: entries are moved to this consumer's processing list, and removed from there once they are delivered.
package redis

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"sync"
	"time"

	driver "github.com/redis/go-redis/v9"

	"knative-faas.dev/programs/internal/redisconn"
)

type list struct {
	*source
	key, processing, me string
	end                 string // the end of the list where entries are taken, and put back
	acks                *acks
	ledger              *ledger
	removing            sync.Mutex // held while the processing list is compared, or entries are removed from it
	sends               int        // how often a command without reply may have been executed
	watching            time.Time  // used by reap only: since when every request to the server has succeeded

	// Used by the reader only.
	registered bool
	compared   time.Time
	ahead      int // how many entries to move at once; 1 means to block until there is one
}

func newList(s *source) *list {
	key, end := s.config.List.Key, "LEFT"
	if s.config.List.Take == "right" {
		end = "RIGHT"
	}
	sends := 1
	if s.config.Redis.Cluster {
		sends = redisconn.MaxSends
	}
	return &list{
		source: s, sends: sends, key: key, end: end, me: s.Identity, processing: redisconn.ProcessingKey(key, s.Identity),
		acks: newAcks(), ledger: newLedger(), ahead: 1,
	}
}

func (l *list) step(ctx context.Context) error {
	if !l.registered { // first, so that others can find the processing list whatever happens
		if err := l.beat(ctx); err != nil {
			return err
		}
		l.registered = true
	}
	if l.ledger.doubtful() || time.Since(l.compared) > l.timing.compare {
		if err := l.compare(ctx); err != nil {
			return err
		}
	}
	room := l.room(ctx)
	if room == 0 {
		return nil
	}
	values, err := l.move(context.WithoutCancel(ctx), min(room, l.ahead)) // the result of a cancelled move would be unknown
	l.start(values)
	return err
}

// move moves entries into the processing list. While it finds as many as it requests, it requests more the next time.
func (l *list) move(ctx context.Context, count int) ([]string, error) {
	if l.ahead == 1 {
		return l.wait(ctx)
	}
	pipeline := l.client.Pipeline()
	for range count {
		pipeline.LMove(ctx, l.key, l.processing, l.end, "RIGHT")
	}
	answers, _ := pipeline.Exec(ctx)
	values, lost, err := moved(answers)
	l.ledger.movesLost(lost * l.sends)
	if l.ahead = min(2*l.ahead, l.config.Batch); len(values) < count {
		l.ahead = 1
	}
	return values, err
}

func moved(answers []driver.Cmder) (values []string, lost int, err error) {
	for _, answer := range answers {
		value, failure := answer.(*driver.StringCmd).Result()
		switch {
		case failure == nil:
			values = append(values, value)
		case errors.Is(failure, driver.Nil):
		case !isReply(failure):
			lost++
			err = failure
		default:
			err = failure
		}
	}
	return values, lost, err
}

func (l *list) wait(ctx context.Context) ([]string, error) {
	value, err := l.client.BLMove(ctx, l.key, l.processing, l.end, "RIGHT", l.timing.block).Result()
	switch {
	case err == nil:
		l.ahead = min(2, l.config.Batch)
		return []string{value}, nil
	case errors.Is(err, driver.Nil):
		return nil, nil
	case !isReply(err):
		l.ledger.movesLost(l.sends)
	}
	return nil, err
}

func (l *list) start(values []string) {
	for _, value := range values {
		l.ledger.took(value)
	}
	for _, value := range values {
		l.deliver(taken{place: l.key, id: l.identity(value), data: []byte(value)}, func() { l.acks.add(value) })
	}
}

// identity is a hash of the content, as entries of a list have no ID.
func (l *list) identity(value string) string {
	hash := sha256.New()
	hash.Write([]byte(l.key + "\x00" + value))
	return hex.EncodeToString(hash.Sum(nil)[:16])
}

// compare finds entries of the processing list that nobody works on: those from before a restart of this consumer, and those whose
// move got no reply.
func (l *list) compare(ctx context.Context) error {
	deliver, err := l.repair(ctx)
	if err != nil {
		return err
	}
	l.compared = time.Now()
	if len(deliver) > 0 {
		l.Log.Info("redelivering entries that were in progress", "list", l.key, "entries", len(deliver))
	}
	l.start(deliver)
	return nil
}

func (l *list) repair(ctx context.Context) (deliver []string, err error) {
	l.removing.Lock()
	defer l.removing.Unlock()
	listed, err := l.client.LRange(ctx, l.processing, 0, -1).Result()
	if err != nil {
		return nil, err
	}
	remove, deliver := l.ledger.compare(listed)
	var unsure []string
	for index, failure := range l.remove(ctx, remove) {
		if failure != nil {
			unsure = append(unsure, remove[index])
		}
	}
	l.ledger.settled(unsure)
	return deliver, nil
}

// remove removes one entry per value from the processing list and returns an error, or nil, for each of them.
func (l *list) remove(ctx context.Context, values []string) []error {
	if len(values) == 0 {
		return nil
	}
	pipeline := l.client.Pipeline()
	for _, value := range values {
		pipeline.LRem(ctx, l.processing, 1, value)
	}
	answers, _ := pipeline.Exec(ctx)
	failures := make([]error, len(values))
	for index := range values {
		failures[index] = answers[index].Err()
	}
	return failures
}
