// Kubernetes quantities, compared as Kubernetes itself compares them.
package value

import "k8s.io/apimachinery/pkg/api/resource"

// isMore is false if one of the texts is not a quantity, which the CRD reports.
func isMore(one, other string) bool {
	first, err := resource.ParseQuantity(one)
	if err != nil {
		return false
	}
	second, err := resource.ParseQuantity(other)
	return err == nil && first.Cmp(second) > 0
}

// Smaller returns a default that is never above the given value.
func Smaller(fallback string, bound *string) string {
	if bound != nil && isMore(fallback, *bound) {
		return *bound
	}
	return fallback
}

// Larger returns a default that is never below the given value.
func Larger(fallback string, bound *string) string {
	if bound != nil && isMore(*bound, fallback) {
		return *bound
	}
	return fallback
}
