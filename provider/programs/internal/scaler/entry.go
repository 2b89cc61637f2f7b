// The entry of a function, from its annotation: all mistakes in it are reported at once, each with its path.
package scaler

import (
	"time"

	"k8s.io/utils/ptr"

	"knative-faas.dev/programs/internal/queue"
	"knative-faas.dev/programs/internal/strict"
)

// longestSeconds is a day: longer times are assumed to be mistakes.
const longestSeconds = 24 * 3600

// Entry is the queue that a function follows, and the rule for its replicas.
type Entry struct {
	Rule  Rule
	Queue queue.Queue
	Login queue.LoginKeys
}

// given is an entry as it is written.
type given struct {
	Target               *float64 `json:"target"`
	Activation           float64  `json:"activation"`
	CooldownSeconds      *int64   `json:"cooldownSeconds"`
	StabilizationSeconds *int64   `json:"stabilizationSeconds"`
	queue.Kinds
}

// ParseEntry parses an annotation. Its error has a line for each mistake.
func ParseEntry(text string) (*Entry, error) {
	var read given
	wrong := strict.Decode(Annotation, []byte(text), &read)
	if len(wrong) > 0 {
		return nil, wrong.Err()
	}
	entry := &Entry{Rule: read.rule(&wrong)}
	entry.Queue, entry.Login = read.One(Annotation, &wrong)
	if len(wrong) > 0 {
		return nil, wrong.Err()
	}
	return entry, nil
}

func (g given) rule(wrong *strict.Mistakes) Rule {
	seconds := func(name string, given *int64, absent int64) time.Duration {
		return time.Duration(wrong.Whole(Annotation+"."+name, given, 0, longestSeconds, absent)) * time.Second
	}
	target := ptr.Deref(g.Target, 0)
	if target <= 0 {
		wrong.Add(Annotation+".target", "expected a number above 0, got %v", target)
	}
	if g.Activation < 0 {
		wrong.Add(Annotation+".activation", "expected a number of at least 0, got %v", g.Activation)
	}
	return Rule{
		Target:        target,
		Activation:    g.Activation,
		Cooldown:      seconds("cooldownSeconds", g.CooldownSeconds, 30),
		Stabilization: seconds("stabilizationSeconds", g.StabilizationSeconds, 0),
	}
}
