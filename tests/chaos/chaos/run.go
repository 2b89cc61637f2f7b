// One run, from the start of the server to the count.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"
	"time"
)

const (
	// ahead is how many messages may be in flight: published, and not finished by the source.
	ahead = 2000
	// patience is how long messages are waited for.
	patience = 20 * time.Second
	// settling is how long duplicates are waited for once every message has arrived.
	settling = time.Second
	tick     = 2 * time.Millisecond
)

type runner struct {
	settings
	context context.Context
	book    *book
	plan    *plan
	server  *server
	sink    *sink
	adapter *adapter
	numbers chan int
	late    int
	// One member at a time.
	visits   sync.WaitGroup
	visiting sync.Mutex
}

func run(ctx context.Context, s settings) (found, error) {
	directory, err := os.MkdirTemp("", "chaos-")
	if err != nil {
		return found{}, err
	}
	defer os.RemoveAll(directory)
	ctx, stop := context.WithCancel(ctx)
	r := &runner{settings: s, context: ctx, book: newBook(s.Messages, kinds[s.Kind]), plan: newPlan(s), numbers: make(chan int, 256)}
	kind := kinds[s.Kind]
	if r.server, err = startServer(ctx, kind.server, directory, s.brokers); err != nil {
		stop()
		return found{}, err
	}
	defer r.server.end()
	defer stop()
	if r.sink, err = startSink(s, r.book); err != nil {
		return found{}, err
	}
	if err := r.startAdapter(kind, directory); err != nil {
		return found{}, err
	}
	// The source must end before its server.
	defer func() { stop(); <-r.adapter.ended }()
	return r.measure(kind)
}

func (r *runner) startAdapter(k kind, directory string) error {
	invoke := k.own
	if r.Upstream {
		invoke = k.upstream
	}
	i, err := invoke(place{directory, r.server.address(), r.sink.address, r.parallelism})
	if err == nil {
		r.adapter, err = startAdapter(r.context, r.program, i, directory)
	}
	return err
}

func (r *runner) measure(k kind) (found, error) {
	go k.publish(r.context, publication{r.server.address(), r.numbers, r.book, r.cloudEvents, r.Upstream})
	if err := r.probe(); err != nil {
		return found{}, err
	}
	r.book.start()
	go r.feed()
	if err := r.strike(); err != nil {
		return found{}, err
	}
	r.visits.Wait()
	if err := r.await(); err != nil {
		return found{}, err
	}
	exits, _ := r.adapter.exited()
	f := found{settings: r.settings, count: r.book.count(), Exits: exits, Late: r.late, MemoryMiB: r.adapter.memory(), ProcessorSeconds: r.adapter.processor().Seconds()}
	if k.answers == nil {
		return f, nil
	}
	counts, err := k.answers(r.context, r.server.address(), r.Messages)
	f.answered(counts)
	return f, err
}

// probe waits until a message is delivered: the source is ready then.
func (r *runner) probe() error {
	for began := time.Now(); !r.book.isProbed(); pause(r.context, 100*time.Millisecond) {
		if r.context.Err() != nil {
			return context.Cause(r.context)
		}
		if time.Since(began) > patience {
			_, words := r.adapter.exited()
			return fmt.Errorf("the source delivered no message in %s; its output:\n%s\n%s", patience, words, tail(r.adapter.log))
		}
		r.numbers <- probe
	}
	return nil
}

func (r *runner) feed() {
	defer close(r.numbers)
	began := time.Now()
	for number := 1; number <= r.Messages; number++ {
		if r.rate > 0 {
			pause(r.context, time.Until(began.Add(time.Duration(number)*time.Second/time.Duration(r.rate))))
		}
		for number > min(r.book.passed(), r.plan.gate(r.Messages))+ahead {
			pause(r.context, tick)
			if r.context.Err() != nil {
				return
			}
		}
		r.book.send(number)
		select {
		case r.numbers <- number:
		case <-r.context.Done():
			return
		}
	}
}

// strike causes every failure when it is due.
func (r *runner) strike() error {
	for !r.plan.isDone() {
		if r.context.Err() != nil {
			return r.unfinished()
		}
		next, isDue := r.plan.due(r.book.passed())
		if !isDue {
			pause(r.context, tick)
			continue
		}
		if err := next.deal(r); err != nil {
			return err
		}
	}
	return nil
}

// await returns when everything has arrived, or when nothing more arrives even after the source was restarted once more.
func (r *runner) await() error {
	var revived time.Time
	var before int
	for ; r.context.Err() == nil; pause(r.context, tick) {
		published, delivered := r.book.progress()
		quiet := min(r.book.quiet(), time.Since(revived))
		switch {
		case !published:
		case delivered == r.Messages && quiet > settling, quiet > patience && !revived.IsZero():
			if !revived.IsZero() {
				r.late = delivered - before
			}
			return nil
		case quiet > patience:
			revived, before = time.Now(), delivered
			r.adapter.signal(sigkill)
		}
	}
	return r.unfinished()
}

func (r *runner) unfinished() error {
	return errors.Join(context.Cause(r.context), fmt.Errorf("results so far: %s", found{settings: r.settings, count: r.book.count()}))
}

func pause(ctx context.Context, length time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(length):
	}
}
