// Connections: who shares one, how long it lives, and how often a server is polled.
package scaler

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/tools/events"

	"knative-faas.dev/programs/internal/queue"
)

// stub is a queue on a named server; its connections are counted.
type stub struct {
	server string
	at     *counts
	hold   chan struct{}
}

type counts struct {
	opened, closed, polled, atOnce, most atomic.Int32
	err                                  error
}

func (s stub) Server() string { return s.server }

func (s stub) Open(queue.Login) (queue.Server, error) {
	s.at.opened.Add(1)
	return s, s.at.err
}

func (s stub) Close() { s.at.closed.Add(1) }

func (s stub) Length(ctx context.Context, _ queue.Server) (float64, error) {
	s.at.polled.Add(1)
	s.at.most.Store(max(s.at.most.Load(), s.at.atOnce.Add(1)))
	defer s.at.atOnce.Add(-1)
	if s.hold != nil {
		select {
		case <-s.hold:
		case <-ctx.Done():
		}
	}
	return 7, nil
}

func newFunction(name string) *function {
	at := types.NamespacedName{Namespace: "shop", Name: name}
	return &function{
		name: at, report: newReporter(events.NewFakeRecorder(100), slog.New(slog.DiscardHandler)), changed: func() {},
		rule: Rule{Target: 1}, revisions: map[string]*revision{},
	}
}

func newTestPool(t *testing.T) *pool {
	ctx, end := context.WithCancel(t.Context())
	p := newPool(ctx)
	t.Cleanup(func() {
		end()
		p.loops.Wait()
	})
	return p
}

func TestPoolSharesConnections(t *testing.T) {
	p, c := newTestPool(t), new(counts)
	a, b, other := newFunction("a"), newFunction("b"), newFunction("other")
	entry := func(server string) *Entry { return &Entry{Queue: stub{server: server, at: c}} }
	login := queue.Login{"user": "u", "password": "p"}
	state := func(what string, opened, closed int32) {
		t.Helper()
		eventually(t, what, func() bool { return c.opened.Load() == opened && c.closed.Load() == closed })
	}
	must := func(f *function, entry *Entry, login queue.Login) {
		t.Helper()
		if err := p.join(f, entry, login); err != nil {
			t.Fatal(err)
		}
	}
	first := entry("one")
	must(a, first, login)
	must(b, entry("one"), queue.Login{"password": "p", "user": "u"})
	state("the same server and login", 1, 0)
	must(other, entry("one"), queue.Login{"user": "u", "password": "q"})
	state("another login", 2, 0)
	must(other, entry("two"), login)
	state("another server instead", 3, 1)
	must(a, first, queue.Login{"user": "u", "password": "new"})
	state("a login that changed, while the other still has the old one", 4, 1)
	must(b, entry("one"), queue.Login{"user": "u", "password": "new"})
	state("both have the new one", 4, 2)
	p.leave(a)
	p.leave(a)
	p.leave(b)
	p.leave(other)
	state("nobody is left", 4, 4)
	eventually(t, "responses came", func() bool { _, known := a.scale(); return known })

	c.err = errors.New("no certificate")
	if err := p.join(a, first, login); err == nil || len(p.places) != 0 || len(p.servers) != 0 {
		t.Error(err, p.places, p.servers)
	}
}

func TestRejoiningPollsNoSooner(t *testing.T) {
	p, c := newTestPool(t), new(counts)
	f, entry := newFunction("a"), &Entry{Queue: stub{server: "one", at: c}}
	for range 20 {
		if err := p.join(f, entry, nil); err != nil {
			t.Fatal(err)
		}
		time.Sleep(5 * time.Millisecond)
	}
	if polled := c.polled.Load(); polled != 1 {
		t.Errorf("polled %d times", polled)
	}
	began := time.Now()
	if err := p.join(newFunction("b"), &Entry{Queue: stub{server: "one", at: c}}, nil); err != nil {
		t.Fatal(err)
	}
	eventually(t, "a new one is polled", func() bool { return c.polled.Load() >= 3 })
	if spent := time.Since(began); spent > pollEvery/2 {
		t.Errorf("after %v", spent)
	}
}

func TestConcurrentPollsAreLimited(t *testing.T) {
	p, c, hold := newTestPool(t), new(counts), make(chan struct{})
	for index := range 30 {
		if err := p.join(newFunction(string(rune('a'+index))), &Entry{Queue: stub{"one", c, hold}}, nil); err != nil {
			t.Fatal(err)
		}
	}
	eventually(t, "some are polled", func() bool { return c.atOnce.Load() == queue.AtOnce })
	close(hold)
	eventually(t, "all are polled", func() bool { return c.polled.Load() >= 30 })
	if c.most.Load() != queue.AtOnce || c.opened.Load() != 1 {
		t.Errorf("%d at once over %d connections", c.most.Load(), c.opened.Load())
	}
}

// A function that has left gets no response, however late it arrives.
func TestResponsesAfterLeaving(t *testing.T) {
	p, c, hold := newTestPool(t), new(counts), make(chan struct{})
	f, reported := newFunction("a"), sync.OnceFunc(func() { t.Error("got a response") })
	f.changed = reported
	if err := p.join(f, &Entry{Queue: stub{"one", c, hold}}, nil); err != nil {
		t.Fatal(err)
	}
	if err := p.join(newFunction("b"), &Entry{Queue: stub{"one", c, hold}}, nil); err != nil {
		t.Fatal(err)
	}
	eventually(t, "it is polled", func() bool { return c.polled.Load() > 0 })
	p.leave(f)
	close(hold)
	eventually(t, "the other is polled", func() bool { return c.polled.Load() > 3 })
}

func TestPauses(t *testing.T) {
	pause := pollEvery
	for _, row := range []struct {
		away bool
		want time.Duration
	}{
		{false, pollEvery}, {true, 2 * pollEvery}, {true, 4 * pollEvery}, {true, 8 * pollEvery}, {true, 16 * pollEvery},
		{true, 32 * pollEvery}, {true, longest}, {true, longest}, {false, pollEvery}, {true, 2 * pollEvery},
	} {
		if pause = nextPause(pause, row.away); pause != row.want {
			t.Errorf("got %v, want %v", pause, row.want)
		}
	}
}
