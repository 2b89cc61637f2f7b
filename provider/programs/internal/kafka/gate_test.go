// The gate, and what of a partition waits at it.
package kafka

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"
)

func TestGate(t *testing.T) {
	t.Parallel()
	g := newGate()
	ended, end := context.WithCancel(t.Context())
	end()
	for _, row := range []struct {
		name string
		do   func()
		want bool
	}{
		{"at first", func() {}, false},
		{"opened", func() { g.set(true) }, true},
		{"opened twice", func() { g.set(true) }, true},
		{"in doubt", g.doubt, false},
		{"in doubt twice", g.doubt, false},
		{"opened again", func() { g.set(true) }, true},
		{"shut", func() { g.set(false) }, false},
	} {
		row.do()
		equal(t, row.name, g.isOpen(), row.want)
	}
	equal(t, "passed after the end", g.pass(ended), false)
	began := time.Now()
	g.rest(t.Context(), time.Minute) // the doubt cuts it short, once
	g.rest(t.Context(), 10*time.Millisecond)
	equal(t, "rested shortly", time.Since(began) < 30*time.Second, true)
	time.AfterFunc(10*time.Millisecond, func() { g.set(true) })
	equal(t, "passed", g.pass(t.Context()), true)
}

// What is to be written is kept while nothing may be written, and what is before it is not.
func TestKeptOutcomes(t *testing.T) {
	t.Parallel()
	answer, silent, begun := "answer", "silent", int64(7)
	for name, row := range map[string]struct {
		entries     []string // of the offsets from 7, what is finished; "" is not
		begins      bool
		shut, after string // the offset to commit, the number of outcomes, and whether there is anything new
	}{
		"nothing":             {nil, false, "-1 0 false", "-1 0 false"},
		"only the begin":      {nil, true, "7 0 true", "7 0 false"},
		"an answer":           {[]string{answer}, false, "-1 0 false", "8 1 true"},
		"a begin, an answer":  {[]string{answer}, true, "7 0 true", "8 1 true"},
		"no answer":           {[]string{silent}, false, "8 1 true", "8 0 false"},
		"an answer later":     {[]string{silent, answer, silent}, false, "8 1 true", "10 2 true"},
		"an answer out of it": {[]string{"", answer}, false, "-1 0 false", "-1 0 false"},
	} {
		p := newPartition(t.Context(), place{"orders", 0})
		if row.begins {
			p.begin(begun)
		}
		for index, what := range row.entries {
			e := p.add(&kgo.Record{Topic: "orders", Offset: begun + int64(index)})
			switch what {
			case answer:
				p.finish(e, outcome{&kgo.Record{Topic: "answers"}, nil})
			case silent:
				p.finish(e, outcome{})
			}
		}
		for _, step := range []struct {
			mayWrite bool
			want     string
		}{{false, row.shut}, {true, row.after}} {
			next, outcomes, moved := p.done(step.mayWrite)
			equal(t, name, fmt.Sprint(next.Offset, " ", len(outcomes), " ", moved), step.want)
		}
	}
}

// What lasts is said again after a while, in the same words.
func TestLogged(t *testing.T) {
	t.Parallel()
	var l logged
	equal(t, "first", l.isNew("x"), true)
	equal(t, "again", l.isNew("x"), false)
	l.at = l.at.Add(-repeatWords)
	equal(t, "after 30 seconds", l.isNew("x"), true)
	equal(t, "other words", l.isNew("y"), true)
}
