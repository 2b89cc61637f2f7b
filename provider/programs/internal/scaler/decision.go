// How many replicas a queue needs: the length in, the number of replicas out. No side effects, except on Past.
package scaler

import (
	"math"
	"time"
)

// Rule is the part of an entry that decides.
type Rule struct {
	Target        float64       // length for one replica
	Activation    float64       // length up to which the queue counts as empty
	Cooldown      time.Duration // how long the queue must be empty before its replicas are removed
	Stabilization time.Duration // the highest number within this time counts
}

// Bounds are those of the function's template. A Max of 0 means no limit, as in Knative.
type Bounds struct{ Min, Max int32 }

// Past is what a decision needs to know about earlier ones.
type Past struct {
	wish   int32     // the last one, before stabilization
	active time.Time // when the queue was last not empty
	wishes []wish    // of the last span, oldest first; only those that no later one exceeds, so the first is the highest
}

type wish struct {
	replicas int32
	at       time.Time
}

// After returns a past for an existing scale. It counts as needed just now, so that a restarted program removes nothing before the
// cooldown is over.
func After(replicas int32, now time.Time) Past {
	return Past{wish: replicas, active: now}
}

// Unknown records that the length is unknown: the queue may not be empty, so the cooldown starts again.
func (p *Past) Unknown(now time.Time) { p.active = now }

// Next returns the number of replicas needed now.
func (p *Past) Next(now time.Time, length float64, rule Rule, bounds Bounds) int32 {
	p.notLaterThan(now)
	switch {
	case length > rule.Activation:
		p.wish, p.active = bounds.over(length/rule.Target), now
	case now.Sub(p.active) >= rule.Cooldown:
		p.wish = bounds.Min
	}
	p.remember(now, rule.Stabilization)
	return bounds.within(p.wishes[0].replicas)
}

func (p *Past) remember(now time.Time, span time.Duration) {
	keep := p.wishes[:0]
	for _, old := range p.wishes {
		if old.replicas > p.wish && now.Sub(old.at) < span {
			keep = append(keep, old)
		}
	}
	p.wishes = append(keep, wish{p.wish, now})
}

// If the clock was set back, the past must not last forever.
func (p *Past) notLaterThan(now time.Time) {
	if p.active.After(now) {
		p.active = now
	}
	for index := range p.wishes {
		if p.wishes[index].at.After(now) {
			p.wishes[index].at = now
		}
	}
}

// over returns the replicas of a queue that is not empty: at least one.
func (b Bounds) over(replicas float64) int32 {
	whole := int32(1)
	if up := math.Ceil(replicas); up >= math.MaxInt32 {
		whole = math.MaxInt32
	} else if up > 1 {
		whole = int32(up)
	}
	return b.within(whole)
}

// If the bounds contradict each other the upper one counts, as it protects the cluster.
func (b Bounds) within(replicas int32) int32 {
	replicas = max(replicas, b.Min)
	if b.Max > 0 {
		replicas = min(replicas, b.Max)
	}
	return replicas
}
