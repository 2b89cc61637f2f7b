// One assigned partition: what of it is in work, and up to where everything is finished.
package kafka

import (
	"context"
	"sync"

	"github.com/twmb/franz-go/pkg/kgo"
)

// place is a partition's name.
type place struct {
	topic  string
	number int32
}

// partition is used from when it is assigned until it is taken away; the next time it is another one.
type partition struct {
	place
	context context.Context // of its deliveries
	cancel  context.CancelFunc

	mu      sync.Mutex
	quiet   sync.Cond
	closed  bool     // nothing more starts
	running int      // deliveries
	entries []*entry // in the order of their offsets, from the first that is not finished
	waiting int      // entries that are not finished
	next    kgo.EpochOffset
	moved   bool  // next is not committed yet
	first   int64 // where the group begins in the partition, as long as it has committed nothing; otherwise -1
	paused  bool
}

type entry struct {
	record   *kgo.Record
	offset   kgo.EpochOffset // behind it
	finished bool
	answers  []*kgo.Record // to be written together with its commit
	size     int
}

func newPartition(ctx context.Context, at place) *partition {
	p := &partition{place: at, next: kgo.EpochOffset{Epoch: -1, Offset: -1}, first: -1}
	p.context, p.cancel = context.WithCancel(ctx)
	p.quiet.L = &p.mu
	return p
}

// begin is called where the group has committed nothing: where it begins is committed first of all, so that it is the same the
// next time.
func (p *partition) begin(offset int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.next, p.moved, p.first = kgo.EpochOffset{Epoch: -1, Offset: offset}, true, offset
}

// settled is called when a transaction committed what done has taken.
func (p *partition) settled() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.first = -1
}

// again is the partition from its last commit on.
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

// start says whether a delivery may begin; end must follow.
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

// finish is called when an entry has an outcome, which may be one of many behind one that has none.
func (p *partition) finish(e *entry, answers ...*kgo.Record) {
	p.mu.Lock()
	defer p.mu.Unlock()
	e.finished, e.answers, e.record = true, answers, nil
	p.waiting--
	p.moved = p.moved || p.entries[0].finished
}

// done takes what is finished up to the first entry that is not: where the commit goes, and the answers before it. False when
// nothing is new.
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

// uncommitted is called when a commit failed that may succeed the next time.
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

// counted is how many entries wait; those of a paused partition don't count.
func (p *partition) counted() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.paused {
		return 0
	}
	return p.waiting
}

// pause says whether the partition must be paused now, because so much of it waits.
func (p *partition) pause(most int) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.paused || p.waiting < most {
		return false
	}
	p.paused = true
	return true
}

// stretch says whether the partition must be paused now, because so much of it is not committed.
func (p *partition) stretch(most int) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.paused || len(p.entries) < spread*most {
		return false
	}
	p.paused = true
	return true
}

// resume says whether a paused partition may go on.
func (p *partition) resume(most int) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	may := p.paused && p.waiting <= most/4 && len(p.entries) < spread*most/2
	if may {
		p.paused = false
	}
	return may
}

// close lets nothing more start.
func (p *partition) close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.closed = true
}

// rest waits until nothing of the partition is being delivered.
func (p *partition) rest() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for p.running > 0 {
		p.quiet.Wait()
	}
}
