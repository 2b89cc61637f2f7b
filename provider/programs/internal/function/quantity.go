// Kubernetes quantities, compared as Kubernetes itself compares them.
package function

import "k8s.io/apimachinery/pkg/api/resource"

// compared is -1, 0 or 1 as one is less than, equal to or more than other; false where a text is no quantity, which the schema
// reports.
func compared(one, other string) (int, bool) {
	first, err := resource.ParseQuantity(one)
	if err != nil {
		return 0, false
	}
	second, err := resource.ParseQuantity(other)
	if err != nil {
		return 0, false
	}
	return first.Cmp(second), true
}

func isMore(one, other string) bool {
	order, known := compared(one, other)
	return known && order > 0
}
