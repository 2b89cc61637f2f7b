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

	mu      sync.Mutex
	quiet   sync.Cond
	closed  bool     // no new delivery starts
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
	answers  []*kgo.Record // written together with its commit
	size     int
}

func newPartition(ctx context.Context, at place) *partition {
	p := &partition{place: at, next: kgo.EpochOffset{Epoch: -1, Offset: -1}, first: -1}
	p.context, p.cancel = context.WithCancel(ctx)
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
	if p.closed || p.context.Err() != nil {
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
func (p *partition) finish(e *entry, answers ...*kgo.Record) {
	p.mu.Lock()
	defer p.mu.Unlock()
	e.finished, e.answers, e.record = true, answers, nil
	p.waiting--
	p.moved = p.moved || p.entries[0].finished
}

// done returns the offset to commit, which is that of the first unfinished entry, and the answers to the entries before it; each
// answer is returned once. It returns false if there is nothing new.
func (p *partition) done() (next kgo.EpochOffset, answers []*kgo.Record, moved bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	moved, p.moved = p.moved, false
	count := 0
	for count < len(p.entries) && p.entries[count].finished {
		p.next = p.entries[count].offset
		answers = append(answers, p.entries[count].answers...)
		p.entries[count] = nil
		count++
	}
	p.entries = p.entries[count:]
	return p.next, answers, moved && p.next.Offset >= 0
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

// close lets no new delivery start.
func (p *partition) close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.closed = true
}

// rest waits until no delivery of the partition is running.
func (p *partition) rest() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for p.running > 0 {
		p.quiet.Wait()
	}
}
