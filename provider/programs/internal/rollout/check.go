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

var kinds = map[string]func(strict.Object) check{
	"http":       readHTTP,
	"prometheus": readPrometheus,
	"job":        readJob,
}

// The order in which mistakes name the kinds.
var names = []string{"http", "prometheus", "job"}

func readCheck(root strict.Object) check {
	given, ok := root.OptionalChild("check")
	if !ok {
		return nil
	}
	name, one := given.One(names...)
	given.End()
	if !one {
		return nil
	}
	settings, ok := given.Child(name)
	if !ok {
		return nil
	}
	return kinds[name](settings)
}
