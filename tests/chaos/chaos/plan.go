// The failures of the source, its server and its sink, at random points of the run, measured in messages.
package main

import (
	"math/rand/v2"
	"slices"
	"sync/atomic"
)

type blow struct {
	at   int
	deal func(r *runner) error
}

type plan struct {
	blows []blow
	next  atomic.Int64
}

func newPlan(s settings) *plan {
	random := rand.New(rand.NewPCG(s.seed, 2))
	p := &plan{}
	for _, each := range []struct {
		count int
		deal  func(r *runner) error
	}{{s.Kills, kill}, {s.Stops, stop}, {s.Restarts, restart}, {s.Outages, outage}, {s.Rebalances, rebalance}} {
		for range each.count {
			p.blows = append(p.blows, blow{random.IntN(s.Messages), each.deal})
		}
	}
	slices.SortStableFunc(p.blows, func(a, b blow) int { return a.at - b.at })
	return p
}

// kill is like a node that runs out of memory.
func kill(r *runner) error { r.adapter.signal(sigkill); return nil }

// stop is like an update of the source.
func stop(r *runner) error { r.adapter.signal(sigterm); return nil }

// restart is like an upgrade of the server.
func restart(r *runner) error { return r.server.restart(r.context) }

// outage is like a function that fails for a while.
func outage(r *runner) error { r.sink.fail(); return nil }

// rebalance is like a replica that is added and removed; other failures may occur meanwhile.
func rebalance(r *runner) error {
	r.visits.Go(func() {
		r.visiting.Lock()
		defer r.visiting.Unlock()
		kinds[r.Kind].visit(r.context, r.server.address())
	})
	return nil
}

// due returns the next failure, once enough messages have passed.
func (p *plan) due(passed int) (blow, bool) {
	next := int(p.next.Load())
	if next == len(p.blows) || passed < p.blows[next].at {
		return blow{}, false
	}
	p.next.Add(1)
	return p.blows[next], true
}

// gate is the point that messages must not run far ahead of, so that some are in flight when a failure occurs.
func (p *plan) gate(messages int) int {
	if next := int(p.next.Load()); next < len(p.blows) {
		return p.blows[next].at
	}
	return messages
}

func (p *plan) isDone() bool { return int(p.next.Load()) == len(p.blows) }
