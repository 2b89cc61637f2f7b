// Kubernetes quantities, compared as Kubernetes itself compares them.
package value

import "k8s.io/apimachinery/pkg/api/resource"

// isMore is false where one of the texts is not a quantity, which the definition reports.
func isMore(one, other string) bool {
	first, err := resource.ParseQuantity(one)
	if err != nil {
		return false
	}
	second, err := resource.ParseQuantity(other)
	return err == nil && first.Cmp(second) > 0
}

// Smaller is a default that is never above what is given.
func Smaller(fallback string, bound *string) string {
	if bound != nil && isMore(fallback, *bound) {
		return *bound
	}
	return fallback
}

// Larger is a default that is never below it.
func Larger(fallback string, bound *string) string {
	if bound != nil && isMore(*bound, fallback) {
		return *bound
	}
	return fallback
}
