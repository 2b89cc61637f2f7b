// The Prometheus check: the result of a query is within its bounds.
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
	Address string   `json:"address"`
	Query   string   `json:"query"`
	AtMost  *float64 `json:"atMost"`
	AtLeast *float64 `json:"atLeast"`
}

// errUnanswered means that Prometheus can't be queried at the moment.
var errUnanswered = errors.New("prometheus did not answer")

func (c prometheusCheck) check(path string, wrong *strict.Mistakes) {
	address, err := url.Parse(c.Address)
	if err != nil || address.Host == "" || (address.Scheme != "http" && address.Scheme != "https") {
		wrong.Add(path+".address", "expected a URL that begins with http:// or https://")
	}
	wrong.Text(path+".query", c.Query)
	if c.AtMost == nil && c.AtLeast == nil {
		wrong.Add(path+".atMost", "expected a number, because atLeast is not set either")
	}
}

// evaluate fails the gate if Prometheus stays unreachable: a gate that can't be checked is not passed.
func (c prometheusCheck) evaluate(ctx context.Context, r *Runner) error {
	query := strings.NewReplacer("$revision", r.Plan.Revision, "$service", r.Plan.Service, "$namespace", r.Plan.Namespace).Replace(c.Query)
	r.say("querying prometheus: %s", query)
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
		return failed("query returned an empty vector, expected at least one sample")
	}
	for _, s := range samples {
		if missed := c.missed(s.Value); missed != "" {
			return failed("query returned %s%s, expected %s", shortest(s.Value), which(s, len(samples)), missed)
		}
	}
	return nil
}

// missed returns the bound that a value violates; NaN compares with nothing, so it is tested explicitly.
func (c prometheusCheck) missed(value float64) string {
	switch {
	case math.IsNaN(value):
		return "a number"
	case c.AtMost != nil && value > *c.AtMost:
		return "at most " + shortest(*c.AtMost)
	case c.AtLeast != nil && value < *c.AtLeast:
		return "at least " + shortest(*c.AtLeast)
	}
	return ""
}

// which identifies one of several samples by its labels.
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
