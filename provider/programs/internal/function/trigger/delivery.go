// How Knative delivers events: retries, delays, time limits, dead letters.
package trigger

import (
	"fmt"
	"math"
	"strconv"

	"knative-faas.dev/programs/internal/function/spec"
	"knative-faas.dev/programs/internal/function/value"
	"knative-faas.dev/programs/internal/strict"
)

// makeDelivery returns Knative's DeliverySpec, or nil.
func makeDelivery(given *spec.Delivery, home string) any {
	if given == nil {
		return nil
	}
	return value.Object{
		"retry":          given.Retry,
		"backoffPolicy":  given.Backoff,
		"backoffDelay":   period(given.BackoffSeconds),
		"timeout":        period(given.TimeoutSeconds),
		"retryAfterMax":  period(given.RetryAfterMaxSeconds),
		"format":         given.Format,
		"deadLetterSink": makeDestination(given.DeadLetter, home),
	}
}

// period formats a duration of ISO 8601, using only the parts that Knative can parse.
func period[T int64 | float64](length *T) any {
	if length == nil {
		return nil
	}
	tenths := int64(math.Round(float64(*length) * 10))
	text := ""
	if hours := tenths / 36_000; hours > 0 {
		text += fmt.Sprintf("%dH", hours)
	}
	if minutes := tenths / 600 % 60; minutes > 0 {
		text += fmt.Sprintf("%dM", minutes)
	}
	if rest := tenths % 600; rest > 0 || text == "" {
		text += strconv.FormatFloat(float64(rest)/10, 'f', -1, 64) + "S"
	}
	return "PT" + text
}

func deliveryMistakes(given *spec.Delivery, path string) []strict.Mistake {
	if given == nil || given.BackoffSeconds == nil {
		return nil
	}
	if tenths := *given.BackoffSeconds * 10; math.Abs(tenths-math.Round(tenths)) > 1e-6 {
		return []strict.Mistake{strict.Wrong(path+".delivery.backoffSeconds",
			"expected at most one digit after the point, as Knative reads no more, got %v", *given.BackoffSeconds)}
	}
	return nil
}
