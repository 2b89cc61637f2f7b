// The kinds of checks: each is a file of its own behind one small interface, and a row here.
package rollout

import (
	"context"

	"knative-faas.dev/programs/internal/strict"
)

// check asks whether the new revision is good. A *failure is its no; every other error means that there is no answer.
type check interface {
	ask(ctx context.Context, r *Runner) error
}

// Checks are the kinds that a plan may name: one of them.
type Checks struct {
	HTTP       *httpCheck       `json:"http"`
	Prometheus *prometheusCheck `json:"prometheus"`
	Job        jobCheck         `json:"job"`
}

// one is the check that is given.
func (c Checks) one() check {
	switch {
	case c.HTTP != nil:
		return c.HTTP
	case c.Prometheus != nil:
		return c.Prometheus
	}
	return c.Job
}

func (c Checks) check(path string, wrong *strict.Mistakes) {
	given := 0
	if c.HTTP != nil {
		given++
		c.HTTP.check(path+".http", wrong)
	}
	if c.Prometheus != nil {
		given++
		c.Prometheus.check(path+".prometheus", wrong)
	}
	if c.Job != nil {
		given++
		c.Job.check(path+".job", wrong)
	}
	if given != 1 {
		wrong.Add(path, "expected exactly one of http, prometheus, job, got %d of them", given)
	}
}
