// Collects finished entries and acknowledges them in batches: the next batch is collected while one is being sent.
package redis

import (
	"context"
	"sync"
)

type acks struct {
	mu      sync.Mutex
	waiting []string
	some    chan struct{}
}

func newAcks() *acks {
	return &acks{some: make(chan struct{}, 1)}
}

func (a *acks) add(finished ...string) {
	if len(finished) == 0 {
		return
	}
	a.mu.Lock()
	a.waiting = append(a.waiting, finished...)
	a.mu.Unlock()
	select {
	case a.some <- struct{}{}:
	default:
	}
}

func (a *acks) take(most int) []string {
	a.mu.Lock()
	defer a.mu.Unlock()
	count := min(most, len(a.waiting))
	batch := a.waiting[:count:count]
	a.waiting = a.waiting[count:]
	return batch
}

// wait blocks until there is something to acknowledge; it returns false if ctx ends.
func (a *acks) wait(ctx context.Context) bool {
	select {
	case <-a.some:
		return true
	case <-ctx.Done():
		return false
	}
}
