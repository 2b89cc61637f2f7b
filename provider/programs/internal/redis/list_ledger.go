// What a consumer knows of its own processing list, and what differs from it on the server. An entry of a list has no
// identity, so that everything is counted by value.
package redis

import "sync"

type ledger struct {
	mu sync.Mutex
	// known counts the values whose entries are being delivered, or are delivered and not yet taken from the list.
	known map[string]int
	// unsure counts the values of delivered entries that the server was told to take from the list, without an answer.
	unsure map[string]int
	// lost bounds the entries that the server may have moved without an answer. They would be the last ones of the list.
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

// doubtful says whether the list must be compared before anything else is moved.
func (l *ledger) doubtful() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.lost > 0 || len(l.unsure) > 0
}

// compare divides the entries that are too many: those to remove, which were delivered, and those to deliver, which nobody
// works on. Where both could be true an entry is delivered again, because the other mistake would lose one. The caller
// keeps others from moving and removing meanwhile.
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

// settled begins anew after the differences are mended, with the removals that had no answer.
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
