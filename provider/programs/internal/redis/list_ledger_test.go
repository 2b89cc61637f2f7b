// The ledger with lost replies: no entry may be lost, and certain removals are not delivered again.
package redis

import (
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
)

func words(text string) []string { return strings.Fields(text) }

func TestLedger(t *testing.T) {
	for _, row := range []struct {
		name            string
		known, unsure   string
		lost            int
		listed          string
		remove, deliver string
	}{
		{"nothing", "", "", 0, "", "", ""},
		{"as known", "a b", "", 0, "a b", "", ""},
		{"at the start all is new", "", "", 0, "a b a", "", "a b a"},
		{"a removal did not arrive", "b", "a", 0, "a b", "a", ""},
		{"a removal arrived", "b", "a", 0, "b", "", ""},
		{"a move arrived", "a", "", 1, "a b", "", "b"},
		{"one of two equal ones is removed", "a", "a", 0, "a a", "a", ""},
		{"an equal one that may be new is delivered", "", "a", 1, "a", "", "a"},
		{"only the last ones may be new", "b", "a", 1, "a b", "a", ""},
		{"gone from the server", "a b", "", 0, "b", "", ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			l := newLedger()
			for _, value := range words(row.known) {
				l.took(value)
			}
			for _, value := range words(row.unsure) {
				l.took(value)
				l.unanswered(value)
			}
			l.movesLost(row.lost)
			remove, deliver := l.compare(words(row.listed))
			if !reflect.DeepEqual(append([]string{}, remove...), words(row.remove)) || !reflect.DeepEqual(append([]string{}, deliver...), words(row.deliver)) {
				t.Errorf("got remove %v and deliver %v, want %q and %q", remove, deliver, row.remove, row.deliver)
			}
		})
	}
}

// A model of the server in which each command may lose its reply, before or after it was executed. Whenever the program is killed,
// each value must have been delivered or still be on the server as often as in the beginning.
func TestLedgerLosesNothing(t *testing.T) {
	for seed := range uint64(500) {
		m := &model{Rand: rand.New(rand.NewPCG(seed, 1)), ledger: newLedger(), delivered: map[string]int{}}
		for number := range 40 {
			m.queue = append(m.queue, kinds[number%len(kinds)])
		}
		for step := range 400 {
			[]func(){m.move, m.finish, m.finish, m.compare}[m.IntN(4)]()
			for _, value := range kinds {
				if m.count(value) < 40/len(kinds) {
					t.Fatalf("seed %d, step %d: an entry %s would be lost", seed, step, value)
				}
			}
		}
	}
}

var kinds = []string{"a", "b", "c", "d"}

type model struct {
	*rand.Rand
	*ledger
	queue, processing, working []string
	delivered                  map[string]int
}

// sent returns whether a command was executed and whether its reply arrived.
func (m *model) sent() (effect, answer bool) {
	answer = m.IntN(4) > 0
	return answer || m.IntN(2) == 0, answer
}

func (m *model) move() {
	if m.doubtful() || len(m.queue) == 0 {
		return
	}
	effect, answer := m.sent()
	value := m.queue[0]
	if effect {
		m.queue, m.processing = m.queue[1:], append(m.processing, value)
	}
	if !answer {
		m.movesLost(1)
		return
	}
	m.took(value)
	m.working = append(m.working, value)
}

func (m *model) finish() {
	if len(m.working) == 0 {
		return
	}
	index := m.IntN(len(m.working))
	value := m.working[index]
	m.working = slices.Delete(m.working, index, index+1)
	m.delivered[value]++
	if m.remove(value) {
		m.removed(value)
	} else {
		m.unanswered(value)
	}
}

func (m *model) remove(value string) (answer bool) {
	effect, answer := m.sent()
	if index := slices.Index(m.processing, value); effect && index >= 0 {
		m.processing = slices.Delete(m.processing, index, index+1)
	}
	return answer
}

func (m *model) compare() {
	remove, deliver := m.ledger.compare(m.processing)
	var unsure []string
	for _, value := range remove {
		if !m.remove(value) {
			unsure = append(unsure, value)
		}
	}
	m.settled(unsure)
	for _, value := range deliver {
		m.took(value)
		m.working = append(m.working, value)
	}
}

func (m *model) count(value string) (count int) {
	for _, one := range append(slices.Clone(m.queue), m.processing...) {
		if one == value {
			count++
		}
	}
	return count + m.delivered[value]
}
