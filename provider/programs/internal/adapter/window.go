// Limits what is in flight, and keeps the order of each key.
package adapter

import (
	"context"
	"sync"
)

// Window runs work concurrently, up to its parallelism; work of one key runs sequentially, and queued work counts as in flight.
type Window struct {
	slots chan struct{}

	mu     sync.Mutex
	idle   sync.Cond
	flying int
	queues map[string][]func() // an entry, even an empty one, means that a goroutine is working on the key
}

// NewWindow returns a window with nothing in flight.
func NewWindow(parallelism int) *Window {
	w := &Window{slots: make(chan struct{}, parallelism), queues: map[string][]func(){}}
	w.idle.L = &w.mu
	return w
}

// Go starts work as soon as there is room and, if the key is not empty, all earlier work of the key is done. It blocks while the
// window is full and returns false, without having started the work, if the context ends first.
func (w *Window) Go(ctx context.Context, key string, work func()) bool {
	if ctx.Err() != nil {
		return false
	}
	select {
	case w.slots <- struct{}{}:
	case <-ctx.Done():
		return false
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.flying++
	queue, busy := w.queues[key]
	switch {
	case key == "":
		go w.run(work)
	case busy:
		w.queues[key] = append(queue, work)
	default:
		w.queues[key] = nil
		go w.drain(key, work)
	}
	return true
}

func (w *Window) drain(key string, work func()) {
	for work != nil {
		w.run(work)
		work = w.next(key)
	}
}

func (w *Window) next(key string) func() {
	w.mu.Lock()
	defer w.mu.Unlock()
	queue := w.queues[key]
	if len(queue) == 0 {
		delete(w.queues, key)
		return nil
	}
	w.queues[key] = queue[1:]
	return queue[0]
}

func (w *Window) run(work func()) {
	defer w.done()
	work()
}

func (w *Window) done() {
	w.mu.Lock()
	defer w.mu.Unlock()
	<-w.slots
	if w.flying--; w.flying == 0 {
		w.idle.Broadcast()
	}
}

// InFlight returns how much work is running or queued.
func (w *Window) InFlight() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.flying
}

// Free returns how much more work can start.
func (w *Window) Free() int { return cap(w.slots) - len(w.slots) }

// Wait returns when nothing is in flight.
func (w *Window) Wait() {
	w.mu.Lock()
	defer w.mu.Unlock()
	for w.flying > 0 {
		w.idle.Wait()
	}
}
