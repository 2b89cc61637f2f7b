// Limits what is in flight, and keeps the order of each key.
package adapter

import (
	"context"
	"sync"
)

// Window runs work concurrently, up to its parallelism; work of one key runs sequentially, and queued work counts as in flight.
type Window struct {
	slots chan struct{} // taken by Go, not by Queue

	mu      sync.Mutex
	idle    sync.Cond
	flying  int
	most    int
	workers int
	ready   []job            // at most one of each key, none of which has work running
	queues  map[string][]job // an entry, even an empty one, means that work of the key is ready or running
}

type job struct {
	key string
	do  func()
}

// NewWindow returns a window with nothing in flight.
func NewWindow(parallelism int) *Window {
	w := &Window{slots: make(chan struct{}, parallelism), most: parallelism, queues: map[string][]job{}}
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
	w.Queue(key, func() {
		defer func() { <-w.slots }()
		work()
	})
	return true
}

// Enter waits for room for work that the caller does itself, and returns false if the context ends first. The caller calls leave.
func (w *Window) Enter(ctx context.Context) (leave func(), ok bool) {
	select {
	case w.slots <- struct{}{}:
	case <-ctx.Done():
		return nil, false
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.flying++
	return func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		if w.flying--; w.flying == 0 {
			w.idle.Broadcast()
		}
		<-w.slots
	}, true
}

// Queue is like Go but never blocks: the caller must limit how much is queued. Keys take turns.
func (w *Window) Queue(key string, work func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.flying++
	next := job{key, work}
	if queue, busy := w.queues[key]; busy && key != "" {
		w.queues[key] = append(queue, next)
		return
	}
	if key != "" {
		w.queues[key] = nil
	}
	w.ready = append(w.ready, next)
	if w.workers < w.most {
		w.workers++
		go w.work()
	}
}

// work runs ready jobs until there are none.
func (w *Window) work() {
	w.mu.Lock()
	defer w.mu.Unlock()
	for len(w.ready) > 0 {
		next := w.ready[0]
		w.ready[0] = job{}
		w.ready = w.ready[1:]
		w.run(next)
		w.follow(next.key)
		if w.flying--; w.flying == 0 {
			w.idle.Broadcast()
		}
	}
	w.workers--
}

func (w *Window) run(next job) {
	w.mu.Unlock()
	defer w.mu.Lock()
	next.do()
}

// follow makes the next work of a key ready.
func (w *Window) follow(key string) {
	if key == "" {
		return
	}
	queue := w.queues[key]
	if len(queue) == 0 {
		delete(w.queues, key)
		return
	}
	w.queues[key] = queue[1:]
	w.ready = append(w.ready, queue[0])
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
