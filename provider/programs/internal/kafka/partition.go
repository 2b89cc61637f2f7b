// One assigned partition: its entries that are not committed, and the offset to commit.
package kafka

import (
	"context"
	"sync"

	"github.com/twmb/franz-go/pkg/kgo"
)

// place identifies a partition.
type place struct {
	topic  string
	number int32
}

// partition lasts from an assignment until the partition is revoked; the next assignment creates a new one.
type partition struct {
	place
	context context.Context // of its deliveries
	cancel  context.CancelFunc
	starts  context.Context // ends when no new delivery may start
	close   context.CancelFunc

	mu      sync.Mutex
	quiet   sync.Cond
	running int      // deliveries
	entries []*entry // by offset, from the first that done has not passed
	waiting int      // entries without an outcome
	next    kgo.EpochOffset
	moved   bool  // there is something to commit
	first   int64 // where the group begins, while it has committed nothing; otherwise -1
	paused  bool
}

type entry struct {
	record   *kgo.Record
	offset   kgo.EpochOffset // of the next entry, which is what is committed
	finished bool
	outcomes []outcome // at most one, for a transaction
	size     int
}

// outcome is what a transaction does for an entry that is finished, together with its commit.
type outcome struct {
	record *kgo.Record // an answer or a dead letter; nil if there is nothing to write
	count  func()      // is called when all of it is committed
}

func newPartition(ctx context.Context, at place) *partition {
	p := &partition{place: at, next: kgo.EpochOffset{Epoch: -1, Offset: -1}, first: -1}
	p.context, p.cancel = context.WithCancel(ctx)
	p.starts, p.close = context.WithCancel(p.context)
	p.quiet.L = &p.mu
	return p
}

// begin is called if the group has committed nothing: the offset where it begins is committed before anything else, so that it is
// the same after a restart.
func (p *partition) begin(offset int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.next, p.moved, p.first = kgo.EpochOffset{Epoch: -1, Offset: offset}, true, offset
}

// settled is called when a transaction has committed what done returned.
func (p *partition) settled() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.first = -1
}

// again returns the partition as it was after its last commit.
func (p *partition) again(ctx context.Context) *partition {
	p.mu.Lock()
	defer p.mu.Unlock()
	q := newPartition(ctx, p.place)
	if p.first >= 0 {
		q.begin(p.first)
	}
	return q
}

func (p *partition) add(r *kgo.Record) *entry {
	p.mu.Lock()
	defer p.mu.Unlock()
	size := len(r.Key) + len(r.Value) + entryOverhead
	for _, one := range r.Headers {
		size += len(one.Key) + len(one.Value)
	}
	e := &entry{record: r, offset: kgo.EpochOffset{Epoch: r.LeaderEpoch, Offset: r.Offset + 1}, size: size}
	p.entries = append(p.entries, e)
	p.waiting++
	return e
}

const entryOverhead = 300

// start reports whether a delivery may begin; if so, end must follow.
func (p *partition) start() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.starts.Err() != nil {
		return false
	}
	p.running++
	return true
}

func (p *partition) end() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.running--; p.running == 0 {
		p.quiet.Broadcast()
	}
}

// finish is called when an entry has an outcome, even if an earlier one has none yet.
func (p *partition) finish(e *entry, outcomes ...outcome) {
	p.mu.Lock()
	defer p.mu.Unlock()
	e.finished, e.outcomes, e.record = true, outcomes, nil
	p.waiting--
	p.moved = p.moved || p.entries[0].finished
}

func (e *entry) writes() bool { return len(e.outcomes) > 0 && e.outcomes[0].record != nil }

// done returns the offset to commit, which is that of the first unfinished entry, and the outcomes of the entries before it; each
// outcome is returned once. It returns false if there is nothing new. If nothing may be written, it ends before the first entry with
// something to write, which is kept.
func (p *partition) done(mayWrite bool) (next kgo.EpochOffset, outcomes []outcome, moved bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	count, kept := 0, false
	for count < len(p.entries) && p.entries[count].finished {
		if kept = !mayWrite && p.entries[count].writes(); kept {
			break
		}
		p.next = p.entries[count].offset
		outcomes = append(outcomes, p.entries[count].outcomes...)
		p.entries[count] = nil
		count++
	}
	p.entries = p.entries[count:]
	moved, p.moved = p.moved && (count > 0 || !kept || p.first >= 0), kept
	return p.next, outcomes, moved && p.next.Offset >= 0
}

// uncommitted is called when a commit failed, so that it is repeated.
func (p *partition) uncommitted() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.moved = true
}

func (p *partition) isMoved() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.moved
}

// counted returns how many entries occupy room, which those of a paused partition don't.
func (p *partition) counted() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.paused {
		return 0
	}
	return p.waiting
}

// pause reports whether the partition must be paused now because too many of its entries wait.
func (p *partition) pause(most int) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.paused || p.waiting < most {
		return false
	}
	p.paused = true
	return true
}

// stretch reports whether the partition must be paused now because too many of its entries are uncommitted.
func (p *partition) stretch(most int) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.paused || len(p.entries) < spread*most {
		return false
	}
	p.paused = true
	return true
}

// resume reports whether a paused partition may continue.
func (p *partition) resume(most int) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	may := p.paused && p.waiting <= most/4 && len(p.entries) < spread*most/2
	if may {
		p.paused = false
	}
	return may
}

// rest waits until no delivery of the partition is running.
func (p *partition) rest() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for p.running > 0 {
		p.quiet.Wait()
	}
}
