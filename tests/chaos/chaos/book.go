// The ledger: messages that the server accepted, and those that arrived at the sink, how often and with which ID.
package main

import (
	"sync"
	"time"
)

// writeOff is how long nothing must arrive until messages in flight count as passed: a source that loses messages must not block
// the run.
const writeOff = 300 * time.Millisecond

type book struct {
	mu sync.Mutex
	// By number; the first is the probe.
	entries                        []entry
	accepted, delivered            int
	writtenOff                     int
	probed                         bool
	duplicates, differing, refused int
	// last is the last arrival, lastNew that of a message that had not arrived before.
	began, last, lastNew time.Time
}

type entry struct {
	accepted bool
	// The publisher could not know whether the server had accepted it, and sent it again: it may have caused a second arrival.
	resent bool
	copies int
	id     string
}

func newBook(messages int) *book {
	return &book{entries: make([]entry, messages+1), last: time.Now()}
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
		b.delivered++
		b.lastNew = b.last
	case !e.resent:
		b.duplicates++
		if e.id != id {
			b.differing++
		}
	}
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
	if outstanding := b.accepted - b.delivered; time.Since(b.last) > writeOff || b.writtenOff > outstanding {
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
