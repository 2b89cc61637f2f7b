// The numbers that Kubernetes quantities stand for, to compare them.
package function

import (
	"math"
	"regexp"
	"strconv"
)

var quantityPattern = regexp.MustCompile(`^([\d.]+(?:[eE][-+]?\d+)?)(\w*)$`)

var units = map[string]float64{
	"": 1, "n": 1e-9, "u": 1e-6, "m": 1e-3, "k": 1e3, "M": 1e6, "G": 1e9, "T": 1e12, "P": 1e15, "E": 1e18,
	"Ki": 1 << 10, "Mi": 1 << 20, "Gi": 1 << 30, "Ti": 1 << 40, "Pi": 1 << 50, "Ei": 1 << 60,
}

// quantity is not a number for a text that is no quantity, and so equal to none.
func quantity(text string) float64 {
	parts := quantityPattern.FindStringSubmatch(text)
	if parts == nil {
		return math.NaN()
	}
	digits, err := strconv.ParseFloat(parts[1], 64)
	if err != nil {
		return math.NaN()
	}
	return digits * units[parts[2]]
}
