// Traffic tables: their equality, and their text in a sentence.
package rollout

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"knative-faas.dev/programs/internal/kube"
)

// same ignores the order of rows, which has no meaning and which a controller may change.
func same(one, other []kube.Target) bool {
	return slices.Equal(sorted(one), sorted(other))
}

func sorted(table []kube.Target) []kube.Target {
	return slices.SortedFunc(slices.Values(table), func(a, b kube.Target) int {
		return cmp.Or(
			cmp.Compare(a.RevisionName, b.RevisionName),
			cmp.Compare(a.Tag, b.Tag),
			cmp.Compare(a.Percent, b.Percent),
		)
	})
}

func words(table []kube.Target) string {
	rows := make([]string, len(table))
	for index, target := range table {
		rows[index] = fmt.Sprintf("%s %d %%", cmp.Or(target.RevisionName, "the latest revision"), target.Percent)
		if target.Tag != "" {
			rows[index] += " (tag " + target.Tag + ")"
		}
	}
	return cmp.Or(strings.Join(rows, ", "), "nothing")
}
