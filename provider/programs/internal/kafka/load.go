// Limits how many entries are read and have no outcome yet, so that they don't fill the memory of the Pod.
package kafka

import (
	"context"
	"sync"
	"time"
)

// load counts entries without an outcome. It belongs to the source, as a consumer may be replaced while they are in flight.
type load struct {
	mu             sync.Mutex
	entries, bytes int
	most           int
	less           chan struct{}
}

const (
	// How many entries may wait for each that may be in flight: enough to find other keys behind one that is being delivered.
	waitingPerParallel = 8
	leastWaiting       = 1024
	mostBytes          = 8 << 20
	mostPolled         = 512
	// How many uncommitted entries a partition may hold behind one without an outcome, as a multiple of the entries that may wait.
	spread = 16
	// How long there may be no room until the partitions that occupy it are paused.
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

// room returns how many entries may be read now. Those of paused partitions don't count, so that they can't block the others.
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

// waitForRoom returns when there is room or the context ends.
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

// setAside pauses the partitions that occupy more than their share of the room, so that the others continue.
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
