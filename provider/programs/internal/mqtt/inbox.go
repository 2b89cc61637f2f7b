// Messages that were received and wait for room in the window.
package mqtt

import (
	"context"
	"sync"
)

// A broker that respects the receive maximum never sends this much; with 3.1.1 it may send everything that it has, which must not
// fill the memory of the Pod.
const (
	mostBytes    = 32 << 20
	messageBytes = 512 // of a message, in addition to its payload
)

type inbox struct {
	mu     sync.Mutex
	room   sync.Cond
	queue  []letter
	bytes  int
	closed bool
	wake   chan struct{}
}

// letter is a message with its identity; entry is nil with QoS 0.
type letter struct {
	*message
	identity string
	entry    *entry
}

func newInbox() *inbox {
	i := &inbox{wake: make(chan struct{}, 1)}
	i.room.L = &i.mu
	return i
}

// put queues a message, and blocks the reader of the connection while the queue is full: if that takes until the connection is
// lost, the broker redelivers what is not acknowledged. With QoS 0 the message would be lost, so nothing blocks and put returns
// false.
func (i *inbox) put(l letter) bool {
	i.mu.Lock()
	defer i.mu.Unlock()
	for i.bytes >= mostBytes && !i.closed {
		if l.entry == nil {
			return false
		}
		i.room.Wait()
	}
	i.queue = append(i.queue, l)
	i.bytes += len(l.payload) + messageBytes
	select {
	case i.wake <- struct{}{}:
	default:
	}
	return true
}

// close unblocks whoever waits for room.
func (i *inbox) close() {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.closed = true
	i.room.Broadcast()
}

// next waits for the next message, and returns false if the context ends.
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
	i.bytes -= len(l.payload) + messageBytes
	i.room.Broadcast()
	return l, true
}
