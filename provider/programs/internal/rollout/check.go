// The kinds of checks: each is a file that implements a small interface, and a row here.
package rollout

import (
	"context"

	"knative-faas.dev/programs/internal/strict"
)

// check tests whether the new revision is good. A *failure means that it is not; any other error means that there is no result.
type check interface {
	evaluate(ctx context.Context, r *Runner) error
}

// Checks are the kinds that a plan may have: exactly one of them.
type Checks struct {
	HTTP       *httpCheck       `json:"http"`
	Prometheus *prometheusCheck `json:"prometheus"`
	Job        jobCheck         `json:"job"`
}

// one returns the check that is set.
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
