// How much was taken from Kafka and has no outcome yet: the bound on memory, beside that of each partition.
package kafka

import (
	"context"
	"sync"
	"time"
)

// load is what all consumers of a source have in work, one after the other.
type load struct {
	mu             sync.Mutex
	entries, bytes int
	most           int
	less           chan struct{}
}

const (
	// So many entries may wait for each that may be in flight, so that keys which are not in flight can be found behind one that is.
	waitingPerParallel = 8
	leastWaiting       = 1024
	mostBytes          = 8 << 20
	mostPolled         = 512
	// So many times the entries that may wait may be finished behind one that is not.
	spread = 16
	// After so long without room the partitions that take it are paused.
	stuckAfter = 100 * time.Millisecond
)

func newLoad(parallelism int) *load {
	return &load{most: max(leastWaiting, waitingPerParallel*parallelism), less: make(chan struct{}, 1)}
}

func (l *load) add(size int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.entries++
	l.bytes += size
}

func (l *load) release(size int) {
	l.mu.Lock()
	l.entries--
	l.bytes -= size
	l.mu.Unlock()
	select {
	case l.less <- struct{}{}:
	default:
	}
}

func (l *load) isFull() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.bytes >= mostBytes
}

func (l *load) isEmpty() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.entries == 0
}

// room is how many entries may be taken now. Partitions that are paused have theirs beside it.
func (c *consumer) room() int {
	if c.load.isFull() {
		return 0
	}
	left := c.load.most
	for _, p := range c.all() {
		left -= p.counted()
	}
	return max(0, min(left, mostPolled))
}

// waitForRoom returns when there is room, or when the context ended.
func (c *consumer) waitForRoom(ctx context.Context) int {
	for {
		if room := c.room(); room > 0 || ctx.Err() != nil {
			return room
		}
		select {
		case <-c.load.less:
		case <-time.After(stuckAfter):
			c.setAside()
		case <-ctx.Done():
		}
	}
}

// setAside pauses the partitions that have more than their share of the room, so that the others go on.
func (c *consumer) setAside() {
	all := c.all()
	if len(all) < 2 {
		return
	}
	for _, p := range all {
		if p.pause(c.load.most / len(all)) {
			c.client.PauseFetchPartitions(p.asMap())
		}
	}
}
