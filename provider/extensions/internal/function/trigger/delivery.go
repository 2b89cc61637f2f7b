// How Knative delivers events: retries, delays, time limits, the dead letter. Shape and manifest.
package trigger

import (
	"regexp"
	"strings"

	"knative-faas.dev/extensions/internal/function/shape"
	"knative-faas.dev/extensions/internal/function/value"
)

// ISO 8601 as eventing reads it: no sign, at least one part.
var isoDuration = regexp.MustCompile(`^P(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(\d+H)?(\d+M)?(\d+([.,]\d+)?S)?)?$`)

var (
	duration = shape.Where(isDuration, `expected a duration of ISO 8601, e.g. "PT0.2S", "PT30S" or "PT5M"`)
	longer   = shape.Except(duration, isZero, `expected a duration longer than 0, e.g. "PT30S"`)
)

func isDuration(text string) bool {
	return isoDuration.MatchString(text) && text != "P" && !strings.HasSuffix(text, "T")
}

func isZero(text string) bool {
	return !strings.ContainsAny(text, "123456789")
}

var delivery = shape.Of(shape.Fields{
	"retry":         shape.Whole(0, shape.MostWhole),
	"backoff":       shape.Words("exponential", "linear"),
	"backoffDelay":  duration,
	"timeout":       longer,
	"retryAfterMax": duration,
	"format":        shape.Words("binary", "json"),
	"deadLetter":    destination,
})

// makeDelivery returns Knative's DeliverySpec, or nil.
func makeDelivery(args value.Object, home string) any {
	if !value.Has(args, "delivery") {
		return nil
	}
	given := value.Child(args, "delivery")
	return value.Given(value.Merged(value.Without(given, "backoff", "deadLetter"), value.Object{
		"backoffPolicy":  given["backoff"],
		"deadLetterSink": destinationOf(given, "deadLetter", home),
	}))
}
