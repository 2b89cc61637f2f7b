// A gate before what is written to a topic: whoever needs the topic waits there while it can't be written to.
package kafka

import (
	"context"
	"sync"
	"time"
)

// gate is shut until its watcher has looked at the cluster.
type gate struct {
	again chan struct{} // makes the watcher look at once
	mu    sync.Mutex
	open  chan struct{} // closed while the gate is open
}

func newGate() *gate { return &gate{again: make(chan struct{}, 1), open: make(chan struct{})} }

func (g *gate) opened() <-chan struct{} {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.open
}

// pass waits until the gate is open. It returns false if the context ends first.
func (g *gate) pass(ctx context.Context) bool {
	select {
	case <-g.opened():
		return true
	case <-ctx.Done():
		return false
	}
}

func (g *gate) isOpen() bool {
	select {
	case <-g.opened():
		return true
	default:
		return false
	}
}

func (g *gate) set(open bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	select {
	case <-g.open:
		if !open {
			g.open = make(chan struct{})
		}
	default:
		if open {
			close(g.open)
		}
	}
}

// doubt shuts the gate until the cluster has answered.
func (g *gate) doubt() {
	g.set(false)
	select {
	case g.again <- struct{}{}:
	default:
	}
}

// rest lets the time until the watcher's next look pass, which a doubt cuts short.
func (g *gate) rest(ctx context.Context, pause time.Duration) {
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-g.again:
	case <-ctx.Done():
	}
}
