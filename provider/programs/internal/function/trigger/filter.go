// Filters of triggers nested deeper than the CRD describes, as a CRD can't be recursive.
package trigger

import (
	"fmt"

	"knative-faas.dev/programs/internal/function/spec"
	"knative-faas.dev/programs/internal/function/value"
	"knative-faas.dev/programs/internal/strict"
)

func filterMistakes(filters []spec.EventFilter, path string) []strict.Mistake {
	var found []strict.Mistake
	for index, one := range filters {
		found = append(found, filterMistake(one, fmt.Sprintf("%s[%d]", path, index))...)
	}
	return found
}

func filterMistake(filter spec.EventFilter, path string) []strict.Mistake {
	if given := len(value.Of(filter).(value.Object)); given != 1 {
		return []strict.Mistake{strict.Wrong(path,
			"expected exactly one of all, any, cesql, exact, not, prefix, suffix, got %d of them; set one of them", given)}
	}
	found := append(filterMistakes(filter.All, path+".all"), filterMistakes(filter.Any, path+".any")...)
	if filter.Not != nil {
		found = append(found, filterMistake(*filter.Not, path+".not")...)
	}
	return found
}
