// Kubernetes quantities, compared as Kubernetes itself compares them.
package value

import "k8s.io/apimachinery/pkg/api/resource"

// Compared is -1, 0 or 1 as one is less than, equal to or more than other; false where a text is no quantity, which the schema
// reports.
func Compared(one, other string) (int, bool) {
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

// IsMore is false where one of the texts is no quantity.
func IsMore(one, other string) bool {
	order, known := Compared(one, other)
	return known && order > 0
}

// Smaller is a default that is never above what is given.
func Smaller(fallback string, bound any) string {
	if text, ok := bound.(string); ok && IsMore(fallback, text) {
		return text
	}
	return fallback
}

// Larger is a default that is never below it.
func Larger(fallback string, bound any) string {
	if text, ok := bound.(string); ok && IsMore(text, fallback) {
		return text
	}
	return fallback
}
