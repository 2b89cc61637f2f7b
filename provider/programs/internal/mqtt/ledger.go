// Messages that were received and not yet acknowledged: acknowledges in the order of receipt, and recognises redelivered ones.
package mqtt

import "sync"

// ledger is used for one connection after the other. All its methods may be called concurrently.
type ledger struct {
	mu         sync.Mutex
	connection int               // the number of the current connection
	order      []*entry          // messages of this connection, received and not acknowledged
	known      map[uint16]*entry // by packet identifier, of this session, including earlier connections
}

type entry struct {
	identity    string
	packetID    uint16
	ended       bool // its event has an outcome
	acknowledge func()
}

func newLedger() *ledger { return &ledger{known: map[uint16]*entry{}} }

// disconnected is called as soon as a connection is lost: acknowledgements can't be sent any more.
func (l *ledger) disconnected() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.connection++
	l.order = nil
}

// connected is called before the first message of a connection, and returns the number of the connection. If the broker did not
// resume the session, packet identifiers start again.
func (l *ledger) connected(resumed bool) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !resumed {
		l.known = map[uint16]*entry{}
	}
	return l.connection
}

// received records a message of a connection. It returns nil if there is nothing to do: the message was received before, and is in
// flight or has ended.
func (l *ledger) received(connection int, m *message, identity string) *entry {
	l.mu.Lock()
	defer l.mu.Unlock()
	if connection != l.connection {
		return nil // the broker will redeliver it
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

// flush holds the lock while it writes, as acknowledgements must be sent in order. It forgets what it has acknowledged, though the
// acknowledgement may get lost: the broker may reuse the packet identifier for another message with the same content.
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
