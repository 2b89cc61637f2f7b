// The entry of a function, as its annotation holds it: every mistake in it is told at once, with its path.
package scaler

import (
	"errors"
	"strings"
	"time"

	"knative-faas.dev/programs/internal/queue"
	"knative-faas.dev/programs/internal/strict"
)

// A day, in seconds: longer times are taken for mistakes.
const longestSeconds = 24 * 3600

// Entry says which queue a function follows, and how.
type Entry struct {
	Rule  Rule
	Queue queue.Queue
	Login queue.LoginKeys
}

// ParseEntry reads an annotation. Its error has a line for each mistake.
func ParseEntry(text string) (*Entry, error) {
	entry := new(Entry)
	mistakes := strict.Read(Annotation, []byte(text), func(o strict.Object) {
		entry.Rule = readRule(o)
		entry.Queue, entry.Login = queue.Read(o)
		o.End()
	})
	if len(mistakes) > 0 {
		return nil, errors.New(strings.Join(mistakes, "\n"))
	}
	return entry, nil
}

func readRule(o strict.Object) Rule {
	rule := Rule{
		Target:        o.Number("target", 0, 0),
		Activation:    o.Number("activation", 0, 0),
		Cooldown:      seconds(o, "cooldownSeconds", 30),
		Stabilization: seconds(o, "stabilizationSeconds", 0),
	}
	if !o.Has("target") {
		o.Wrong("target", "expected a number, it is missing")
	} else if rule.Target == 0 {
		o.Wrong("target", "expected a number above 0")
	}
	return rule
}

func seconds(o strict.Object, name string, absent int64) time.Duration {
	return time.Duration(o.Whole(name, 0, longestSeconds, absent)) * time.Second
}
