// How Knative delivers events: retries, delays, time limits, the dead letter. Shape and manifest.
package trigger

import (
	"fmt"
	"math"
	"strconv"

	"knative-faas.dev/programs/internal/function/shape"
	"knative-faas.dev/programs/internal/function/value"
)

// A week.
const mostSeconds = 604_800

var delivery = shape.Of(shape.Fields{
	"retry":                shape.Whole(0, shape.MostWhole),
	"backoff":              shape.Words("exponential", "linear"),
	"backoffSeconds":       shape.Tenths(0, mostSeconds),
	"timeoutSeconds":       shape.Whole(1, mostSeconds),
	"retryAfterMaxSeconds": shape.Whole(0, mostSeconds),
	"format":               shape.Words("binary", "json"),
	"deadLetter":           destination,
})

// makeDelivery returns Knative's DeliverySpec, or nil.
func makeDelivery(args value.Object, home string) any {
	if !value.Has(args, "delivery") {
		return nil
	}
	given := value.Child(args, "delivery")
	return value.Given(value.Object{
		"retry":          given["retry"],
		"backoffPolicy":  given["backoff"],
		"backoffDelay":   period(given["backoffSeconds"]),
		"timeout":        period(given["timeoutSeconds"]),
		"retryAfterMax":  period(given["retryAfterMaxSeconds"]),
		"format":         given["format"],
		"deadLetterSink": destinationOf(given, "deadLetter", home),
	})
}

// period is a duration of ISO 8601, each part of which Knative can count.
func period(length any) any {
	var seconds float64
	switch given := length.(type) {
	case nil:
		return nil
	case int64:
		seconds = float64(given)
	case float64:
		seconds = given
	}
	tenths := int64(math.Round(seconds * 10))
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
