// How our own sources deliver what they read: retries, time limit, the dead letter. Shape and configuration.
package trigger

import (
	"fmt"

	"knative-faas.dev/programs/internal/function/shape"
	"knative-faas.dev/programs/internal/function/value"
)

var adapterDelivery = shape.Of(shape.Fields{
	"retry":          shape.Whole(0, shape.MostWhole),
	"backoff":        shape.Words("exponential", "linear"),
	"backoffSeconds": shape.Number(0.01, 30),
	"timeoutSeconds": shape.Whole(1, 3600),
	"format":         shape.Words("binary", "json"),
	"deadLetter": shape.Of(shape.Fields{
		"function":  shape.DNSLabel(52),
		"channel":   shape.ObjectName,
		"service":   shape.DNSLabel(63),
		"url":       address,
		"namespace": shape.DNSLabel(63),
		"path":      urlPath,
	}).One("function", "channel", "service", "url"),
})

// A dead letter to a channel is JSON where a header would be encoded: channels do not decode (internal/adapter, FormatPlain).
func adapterDeliveryOf(args value.Object, home string) any {
	given := value.Child(args, "delivery")
	if len(given) == 0 {
		return nil
	}
	if !value.Has(given, "deadLetter") {
		return given
	}
	lost := value.Child(given, "deadLetter")
	format := given["format"]
	if format == nil && value.Has(lost, "channel") {
		format = "plain"
	}
	return value.Given(value.Merged(given, value.Object{"deadLetter": addressInCluster(lost, home), "deadLetterFormat": format}))
}

// addressInCluster is written out, as the program asks no API server for it.
func addressInCluster(to value.Object, home string) any {
	if value.Has(to, "url") {
		return to["url"]
	}
	host := value.Or(to["function"], to["service"])
	if value.Has(to, "channel") {
		// eventing v0.50, pkg/reconciler/inmemorychannel/controller/resources/service.go: CreateChannelServiceName.
		host = fmt.Sprintf("%v-kn-channel", to["channel"])
	}
	return fmt.Sprintf("http://%v.%v.svc%v", host, value.Or(to["namespace"], home), value.Or(to["path"], "/"))
}
