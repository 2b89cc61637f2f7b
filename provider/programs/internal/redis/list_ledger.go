// What a consumer knows about its own processing list, to be compared with the server's. Entries of a list have no ID, so they are
// counted by value.
package redis

import "sync"

type ledger struct {
	mu sync.Mutex
	// known counts the values of entries that are being delivered, or are delivered and not yet removed from the list.
	known map[string]int
	// unsure counts the values of delivered entries whose removal got no reply.
	unsure map[string]int
	// lost is the maximum number of entries that the server may have moved without a reply. They would be the last of the list.
	lost int
}

func newLedger() *ledger {
	return &ledger{known: map[string]int{}, unsure: map[string]int{}}
}

func (l *ledger) took(value string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.known[value]++
}

func (l *ledger) removed(value string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	less(l.known, value)
}

func (l *ledger) unanswered(value string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	less(l.known, value)
	l.unsure[value]++
}

func (l *ledger) movesLost(moves int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.lost += moves
}

// doubtful reports whether the list must be compared before anything else is moved.
func (l *ledger) doubtful() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.lost > 0 || len(l.unsure) > 0
}

// compare divides the surplus entries into those to remove, which were delivered, and those to deliver, which nobody works on. In
// case of doubt an entry is delivered again, because the opposite error would lose it. The caller must prevent moves and removals
// meanwhile.
func (l *ledger) compare(listed []string) (remove, deliver []string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	surplus := map[string]int{}
	for _, value := range listed {
		surplus[value]++
	}
	for value, count := range l.known {
		surplus[value] -= count
	}
	for index, value := range listed {
		if surplus[value] <= 0 {
			continue
		}
		surplus[value]--
		if index < len(listed)-l.lost && l.unsure[value] > 0 {
			less(l.unsure, value)
			remove = append(remove, value)
		} else {
			deliver = append(deliver, value)
		}
	}
	return remove, deliver
}

// settled resets the ledger after the differences were resolved; removals without reply remain.
func (l *ledger) settled(unsure []string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.lost, l.unsure = 0, map[string]int{}
	for _, value := range unsure {
		l.unsure[value]++
	}
}

func less(counts map[string]int, value string) {
	if counts[value]--; counts[value] <= 0 {
		delete(counts, value)
	}
}
