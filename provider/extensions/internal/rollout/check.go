// The kinds of checks: each is a file of its own behind one small interface, and a row here.
package rollout

import (
	"context"
	"strings"
)

// check asks whether the new revision is good. A *failure is its no; every other error means that there is no answer.
type check interface {
	ask(ctx context.Context, r *Runner) error
}

var kinds = []struct {
	name string
	read func(object) check
}{
	{"http", readHTTP},
	{"prometheus", readPrometheus},
	{"job", readJob},
}

func readCheck(root object) check {
	root.asked["check"] = true
	if !root.has("check") {
		return nil
	}
	given, ok := root.child("check")
	if !ok {
		return nil
	}
	var found []check
	var names []string
	for _, kind := range kinds {
		names = append(names, kind.name)
		if given.asked[kind.name] = true; !given.has(kind.name) {
			continue
		}
		// A mistake inside still counts as a kind that was given.
		found = append(found, nil)
		if settings, ok := given.child(kind.name); ok {
			found[len(found)-1] = kind.read(settings)
		}
	}
	given.end()
	if len(found) != 1 {
		root.wrong("check", "expected exactly one of %s, got %d of them", strings.Join(names, ", "), len(found))
		return nil
	}
	return found[0]
}
