// What was received and is not acknowledged: acknowledges in the order of receipt, and knows what comes again.
package mqtt

import "sync"

// ledger serves one connection after the other. All its methods may be called at the same time.
type ledger struct {
	mu         sync.Mutex
	connection int               // counts the connections
	order      []*entry          // what this connection has received and not acknowledged
	known      map[uint16]*entry // by packet identifier, of this session, also of earlier connections
}

type entry struct {
	identity    string
	packetID    uint16
	ended       bool // its event has an outcome
	acknowledge func()
}

func newLedger() *ledger { return &ledger{known: map[uint16]*entry{}} }

// disconnected is called as soon as a connection is lost: from then on acknowledgements have nowhere to go.
func (l *ledger) disconnected() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.connection++
	l.order = nil
}

// connected is called before the first message of a connection, and returns the number of the connection. In a session that the
// broker did not resume, packet identifiers begin anew.
func (l *ledger) connected(resumed bool) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !resumed {
		l.known = map[uint16]*entry{}
	}
	return l.connection
}

// received takes down a message of a connection. It returns nil when there is nothing to do about it: it came before, and is in
// flight or has ended.
func (l *ledger) received(connection int, m *message, identity string) *entry {
	l.mu.Lock()
	defer l.mu.Unlock()
	if connection != l.connection {
		return nil // the broker will send it again
	}
	e := l.known[m.packetID]
	again := m.duplicate && e != nil && e.identity == identity
	if !again {
		e = &entry{identity: identity, packetID: m.packetID}
		l.known[m.packetID] = e
	}
	e.acknowledge = m.acknowledge
	l.order = append(l.order, e)
	if !again {
		return e
	}
	l.flush()
	return nil
}

// end is called when the event of an entry has an outcome.
func (l *ledger) end(e *entry) {
	l.mu.Lock()
	defer l.mu.Unlock()
	e.ended = true
	l.flush()
}

// flush holds the lock while it writes: acknowledgements must go out in order. What is acknowledged is forgotten, though the
// acknowledgement may get lost: the broker may use the packet identifier again for a message that says the same.
func (l *ledger) flush() {
	for len(l.order) > 0 && l.order[0].ended {
		e := l.order[0]
		l.order = l.order[1:]
		e.acknowledge()
		if l.known[e.packetID] == e {
			delete(l.known, e.packetID)
		}
	}
}
