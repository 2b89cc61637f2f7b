// What was received and waits for room in the window.
package mqtt

import (
	"context"
	"sync"
)

// With QoS 1 and 2 the broker bounds what it sends before it is acknowledged. With QoS 0 nothing does.
const (
	mostWaiting      = 10_000
	mostWaitingBytes = 32 << 20
)

type inbox struct {
	mu    sync.Mutex
	queue []letter
	bytes int
	wake  chan struct{}
}

// letter is a message with its identity; entry is nil with QoS 0.
type letter struct {
	*message
	identity string
	entry    *entry
}

func newInbox() *inbox { return &inbox{wake: make(chan struct{}, 1)} }

// put never blocks: the connection must go on being read, or it is lost. It returns false for a message with QoS 0 when too much
// waits already.
func (i *inbox) put(l letter) bool {
	i.mu.Lock()
	defer i.mu.Unlock()
	if l.entry == nil && (len(i.queue) >= mostWaiting || i.bytes >= mostWaitingBytes) {
		return false
	}
	i.queue = append(i.queue, l)
	i.bytes += len(l.payload)
	select {
	case i.wake <- struct{}{}:
	default:
	}
	return true
}

// next waits for the next message, and returns false when the context ended.
func (i *inbox) next(ctx context.Context) (letter, bool) {
	for {
		if ctx.Err() != nil {
			return letter{}, false
		}
		if l, ok := i.take(); ok {
			return l, true
		}
		select {
		case <-i.wake:
		case <-ctx.Done():
		}
	}
}

func (i *inbox) take() (letter, bool) {
	i.mu.Lock()
	defer i.mu.Unlock()
	if len(i.queue) == 0 {
		return letter{}, false
	}
	l := i.queue[0]
	i.queue[0] = letter{} // for the garbage collector
	i.queue = i.queue[1:]
	i.bytes -= len(l.payload)
	return l, true
}
