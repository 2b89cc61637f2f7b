// What must hold between several properties of a spec: one row a rule.
package function

import (
	"knative-faas.dev/extensions/internal/function/shape"
	"knative-faas.dev/extensions/internal/function/value"
)

// given is a spec whose shape is right, with the function's name.
type given struct {
	name string
	spec value.Object
}

var rules = []func(given) []shape.Mistake{}

func ruled(name string, object value.Object) []shape.Mistake {
	var found []shape.Mistake
	for _, rule := range rules {
		for _, mistake := range rule(given{name, object}) {
			found = append(found, shape.Mistake{Path: shape.At(specPath, mistake.Path), Reason: mistake.Reason})
		}
	}
	return found
}
