// Tests of the ledger, the inbox and identities, without a broker.
package mqtt

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"
)

// acknowledged collects what a ledger acknowledges.
type acknowledged []string

func (a *acknowledged) message(packetID uint16, duplicate bool, name string) *message {
	return &message{packetID: packetID, qos: 1, duplicate: duplicate, acknowledge: func() { *a = append(*a, name) }}
}

func (a acknowledged) expect(t *testing.T, names ...string) {
	t.Helper()
	if !slices.Equal(a, names) {
		t.Errorf("expected acknowledgements %v, got %v", names, a)
	}
}

func TestLedgerAcknowledgesInOrder(t *testing.T) {
	var a acknowledged
	l := newLedger()
	number := l.connected(false)
	one := l.received(number, a.message(1, false, "1"), "one")
	two := l.received(number, a.message(2, false, "2"), "two")
	three := l.received(number, a.message(3, false, "3"), "three")
	l.end(three)
	a.expect(t)
	l.end(one)
	a.expect(t, "1")
	l.end(two)
	a.expect(t, "1", "2", "3")
	if len(l.known)+len(l.order) != 0 {
		t.Errorf("expected nothing to be kept, got %v, %v", l.known, l.order)
	}
}

func TestLedgerRecognisesRedeliveries(t *testing.T) {
	var a acknowledged
	l := newLedger()
	number := l.connected(false)
	one := l.received(number, a.message(1, false, "old 1"), "one")
	two := l.received(number, a.message(2, false, "old 2"), "two")
	l.disconnected()
	l.end(one) // without a connection
	a.expect(t)
	if l.received(number, a.message(3, false, "late"), "late") != nil {
		t.Error("expected a message of the lost connection to be left to the next one")
	}
	number = l.connected(true)
	if l.received(number, a.message(1, true, "1"), "one") != nil || l.received(number, a.message(2, true, "2"), "two") != nil {
		t.Error("expected to know both")
	}
	a.expect(t, "1")
	l.end(two)
	a.expect(t, "1", "2")
}

func TestLedgerDeliversWhatOnlyLooksRedelivered(t *testing.T) {
	for name, c := range map[string]struct {
		resumed, duplicate bool
		identity           string
	}{
		"no duplicate":   {true, false, "one"},
		"other content":  {true, true, "other"},
		"session forgot": {false, true, "one"},
	} {
		var a acknowledged
		l := newLedger()
		first := l.received(l.connected(false), a.message(1, false, "old"), "one")
		l.disconnected()
		second := l.received(l.connected(c.resumed), a.message(1, c.duplicate, "new"), c.identity)
		if second == nil {
			t.Errorf("%s: expected to be delivered", name)
			continue
		}
		l.end(first)
		a.expect(t)
		l.end(second)
		a.expect(t, "new")
	}
}

// A broker may reuse the packet identifier of an acknowledged message, whose redelivery may have been lost.
func TestLedgerForgetsWhatIsAcknowledged(t *testing.T) {
	var a acknowledged
	l := newLedger()
	l.end(l.received(l.connected(false), a.message(1, false, "1"), "same"))
	l.disconnected()
	if l.received(l.connected(true), a.message(1, true, "2"), "same") == nil {
		t.Error("expected to be delivered")
	}
}

func TestInboxIsBounded(t *testing.T) {
	i := newInbox()
	large := letter{message: &message{payload: make([]byte, mostBytes)}}
	if !i.put(large) || i.put(large) {
		t.Error("expected room for one message with QoS 0")
	}
	large.entry = new(entry)
	put := make(chan bool)
	go func() { put <- i.put(large) }()
	select {
	case <-put:
		t.Error("expected to wait for room")
	case <-time.After(20 * time.Millisecond):
	}
	i.next(t.Context())
	if !<-put {
		t.Error("expected to be put when there is room")
	}
	go func() { put <- i.put(large) }()
	i.close()
	<-put
}

func TestInboxStopsWithTheContext(t *testing.T) {
	i := newInbox()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	if _, ok := i.next(ctx); ok {
		t.Error("expected nothing")
	}
	i.put(letter{message: new(message)})
	if _, ok := i.next(ctx); ok {
		t.Error("expected nothing after the end")
	}
}

func TestIdentity(t *testing.T) {
	base := func() message {
		return message{
			topic: "t", payload: []byte("p"), qos: 1, packetID: 7, contentType: "c", user: properties("a", "b"), response: "r", correlation: []byte("x"),
		}
	}
	m := base()
	first := m.identity("client")
	m.duplicate = true
	if m.identity("client") != first || len(first) != 32 {
		t.Errorf("expected the same when it comes again, got %s and %s", first, m.identity("client"))
	}
	seen := map[string]string{first: "base"}
	for name, change := range map[string]func(*message){
		"topic":       func(m *message) { m.topic = "u" },
		"payload":     func(m *message) { m.payload = nil },
		"packet":      func(m *message) { m.packetID++ },
		"type":        func(m *message) { m.contentType = "" },
		"properties":  func(m *message) { m.user = properties("a", "c") },
		"response":    func(m *message) { m.response = "" },
		"correlation": func(m *message) { m.correlation = nil },
		"bounds":      func(m *message) { m.topic, m.contentType = "tc", "" },
	} {
		m := base()
		change(&m)
		if other, found := seen[m.identity("client")]; found {
			t.Errorf("%s: expected another identity than %s", name, other)
		}
		seen[m.identity("client")] = name
	}
	if m.identity("other") == first {
		t.Error("expected another identity for another client")
	}
	m.qos = 0
	if m.identity("client") == m.identity("client") {
		t.Error("expected two identities of two messages with QoS 0")
	}
}

func TestLevelsOfATopic(t *testing.T) {
	for number, want := range map[string]string{"1": "", "2": "a", "3": "b", "4": "", "99": ""} {
		if got := levelOf("/a/b", number); got != want {
			t.Errorf("level %s: expected %q, got %q", number, want, got)
		}
	}
}

func TestTopics(t *testing.T) {
	for _, topic := range []string{"a", "a/b", "+", "#", "a/+/b", "a/#", "/", "/a", "a//b", "$SYS/#", "ü"} {
		if !validFilter(topic) {
			t.Errorf("%q: expected to be valid", topic)
		}
	}
	for _, topic := range []string{"", "a#", "#/a", "a+", "+a/b", "a/#/", "a\x00", "a\xff", fmt.Sprintf("%065536d", 1)} {
		if validFilter(topic) {
			t.Errorf("%.20q: expected not to be valid", topic)
		}
	}
}
