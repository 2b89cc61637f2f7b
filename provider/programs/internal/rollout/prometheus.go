// The Prometheus check: the value of a query lies within its bounds.
package rollout

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"knative-faas.dev/programs/internal/prometheus"
	"knative-faas.dev/programs/internal/strict"
)

type prometheusCheck struct {
	address string
	query   string
	atMost  *float64
	atLeast *float64
}

// errUnanswered is a Prometheus that can't be asked just now.
var errUnanswered = errors.New("prometheus did not answer")

func readPrometheus(o strict.Object) check {
	c := prometheusCheck{
		address: o.Text("address"),
		query:   o.Text("query"),
		atMost:  readBound(o, "atMost"),
		atLeast: readBound(o, "atLeast"),
	}
	address, err := url.Parse(c.address)
	if c.address != "" && (err != nil || address.Host == "" || (address.Scheme != "http" && address.Scheme != "https")) {
		o.Wrong("address", "expected a URL that begins with http:// or https://")
	}
	if !o.Has("atMost") && !o.Has("atLeast") {
		o.Wrong("atMost", "expected a number, because atLeast is not given either")
	}
	o.End()
	return c
}

func readBound(o strict.Object, name string) *float64 {
	if !o.Given(name) {
		return nil
	}
	bound := o.Number(name, math.Inf(-1), 0)
	return &bound
}

// ask takes a Prometheus that stays away for a no: a gate that can't be asked is not passed.
func (c prometheusCheck) ask(ctx context.Context, r *Runner) error {
	query := strings.NewReplacer("$revision", r.Plan.Revision, "$service", r.Plan.Service, "$namespace", r.Plan.Namespace).Replace(c.query)
	r.say("asking prometheus: %s", query)
	var samples []prometheus.Sample
	away := func(err error) bool { return errors.Is(err, errUnanswered) }
	err := r.API.Backoff.Do(ctx, away, func() (err error) {
		samples, err = c.result(ctx, query, 10*r.Timing.Second)
		return err
	})
	if away(err) {
		return quoting(strings.TrimPrefix(err.Error(), errUnanswered.Error()), "%v", errUnanswered)
	}
	if err != nil {
		return err
	}
	return c.judge(samples)
}

func (c prometheusCheck) judge(samples []prometheus.Sample) error {
	if len(samples) == 0 {
		return failed("query gave an empty vector, expected at least one sample")
	}
	for _, s := range samples {
		if missed := c.missed(s.Value); missed != "" {
			return failed("query gave %s%s, expected %s", shortest(s.Value), which(s, len(samples)), missed)
		}
	}
	return nil
}

// missed names the bound that a value breaks; NaN compares with nothing, so it must be asked for by name.
func (c prometheusCheck) missed(value float64) string {
	switch {
	case math.IsNaN(value):
		return "a number"
	case c.atMost != nil && value > *c.atMost:
		return "at most " + shortest(*c.atMost)
	case c.atLeast != nil && value < *c.atLeast:
		return "at least " + shortest(*c.atLeast)
	}
	return ""
}

// which tells a sample from the others by its labels.
func which(s prometheus.Sample, samples int) string {
	if samples == 1 {
		return ""
	}
	var pairs []string
	for _, name := range slices.Sorted(maps.Keys(s.Labels)) {
		pairs = append(pairs, fmt.Sprintf("%s=%q", name, s.Labels[name]))
	}
	return " for {" + strings.Join(pairs, ", ") + "}"
}

func shortest(value float64) string {
	return strconv.FormatFloat(value, 'g', -1, 64)
}
