// The ledger: messages that the server accepted, and those that arrived at the sink, how often and with which ID.
package main

import (
	"slices"
	"sync"
	"time"
)

// How long nothing must arrive until messages in flight count as passed: a source that loses messages must not block the run. It is
// longer for members of a group, which take time to rejoin, as failures are meant to occur while they work.
const (
	writeOff      = 300 * time.Millisecond
	groupWriteOff = 15 * time.Second
)

type book struct {
	mu sync.Mutex
	// By number; the first is the probe.
	entries                        []entry
	accepted, delivered            int
	writeOff                       time.Duration
	writtenOff                     int
	probed                         bool
	duplicates, differing, refused int
	// last is the last arrival, lastNew that of a message that had not arrived before.
	began, last, lastNew time.Time
	// The latest message of each key that has arrived.
	latest    []int
	reordered int
}

type entry struct {
	accepted bool
	// The publisher could not know whether the server had accepted it, and sent it again: it may have caused a second arrival.
	resent bool
	copies int
	id     string
	sent   time.Time
	took   time.Duration // until the first arrival
}

func newBook(messages int, k kind) *book {
	b := &book{entries: make([]entry, messages+1), last: time.Now(), latest: make([]int, k.keys), writeOff: writeOff}
	if k.visit != nil {
		b.writeOff = groupWriteOff
	}
	return b
}

func (b *book) accept(number int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if e := &b.entries[number]; number != probe && !e.accepted {
		e.accepted = true
		b.accepted++
	}
}

func (b *book) resend(number int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.entries[number].resent = true
}

// send is called just before a message goes to the publisher.
func (b *book) send(number int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.entries[number].sent = time.Now()
}

func (b *book) latencies() (p50, p99 float64) {
	var all []time.Duration
	for _, e := range b.entries[1:] {
		if e.copies > 0 {
			all = append(all, e.took)
		}
	}
	if len(all) == 0 {
		return 0, 0
	}
	slices.Sort(all)
	at := func(part float64) float64 { return all[int(part*float64(len(all)-1))].Seconds() * 1000 }
	return at(0.5), at(0.99)
}

func (b *book) refuse() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.refused++
}

func (b *book) arrive(number int, id string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if number == probe {
		b.probed = true
		return
	}
	b.last = time.Now()
	e := &b.entries[number]
	e.copies++
	switch {
	case e.copies == 1:
		e.id = id
		e.took = b.last.Sub(e.sent)
		b.delivered++
		b.lastNew = b.last
		b.order(number)
	case !e.resent:
		b.duplicates++
		if e.id != id {
			b.differing++
		}
	}
}

func (b *book) order(number int) {
	if len(b.latest) == 0 {
		return
	}
	latest := &b.latest[number%len(b.latest)]
	if number < *latest {
		b.reordered++
	}
	*latest = max(*latest, number)
}

// start marks the moment before the first message.
func (b *book) start() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.began = time.Now()
	b.last = b.began
}

func (b *book) isProbed() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.probed
}

// passed returns how many messages the source has finished, delivered or given up.
func (b *book) passed() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	if outstanding := b.accepted - b.delivered; time.Since(b.last) > b.writeOff || b.writtenOff > outstanding {
		b.writtenOff = outstanding
	}
	return b.delivered + b.writtenOff
}

// progress returns whether every message was accepted, and how many have arrived.
func (b *book) progress() (published bool, delivered int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.accepted == len(b.entries)-1, b.delivered
}

// quiet returns how long nothing has arrived.
func (b *book) quiet() time.Duration {
	b.mu.Lock()
	defer b.mu.Unlock()
	return time.Since(b.last)
}
