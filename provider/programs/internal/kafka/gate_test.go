// The gate, and what of a partition waits at it.
package kafka

import (
	"context"
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

func TestPartitionWrites(t *testing.T) {
	t.Parallel()
	letter := outcome{&kgo.Record{Topic: "answers"}, func() {}}
	for name, row := range map[string]struct {
		outcomes []*outcome // of one entry after the other; nil if it is not finished
		want     bool
	}{
		"nothing":                {nil, false},
		"an answer":              {[]*outcome{&letter}, true},
		"no answer":              {[]*outcome{{count: func() {}}}, false},
		"an answer after others": {[]*outcome{{count: func() {}}, &letter}, true},
		"an answer that waits":   {[]*outcome{nil, &letter}, false},
	} {
		p := newPartition(t.Context(), place{"orders", 0})
		for offset, one := range row.outcomes {
			if e := p.add(&kgo.Record{Topic: "orders", Offset: int64(offset)}); one != nil {
				p.finish(e, *one)
			}
		}
		equal(t, name, p.writes(), row.want)
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
