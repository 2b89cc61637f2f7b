// How our own sources deliver what they read: retries, time limit, the dead letter. Shape and configuration.
package trigger

import (
	"fmt"

	"knative-faas.dev/extensions/internal/function/shape"
	"knative-faas.dev/extensions/internal/function/value"
)

var adapterDelivery = shape.Of(shape.Fields{
	"retry":          shape.Whole(0, shape.MostWhole),
	"backoff":        shape.Words("exponential", "linear"),
	"backoffSeconds": shape.Number(0.01, 30),
	"timeoutSeconds": shape.Whole(1, 3600),
	"deadLetter": shape.Of(shape.Fields{
		"function":  shape.DNSLabel(52),
		"channel":   shape.ObjectName,
		"service":   shape.DNSLabel(63),
		"url":       address,
		"namespace": shape.DNSLabel(63),
		"path":      urlPath,
	}).One("function", "channel", "service", "url"),
})

func adapterDeliveryOf(args value.Object, home string) any {
	if !value.Has(args, "delivery") {
		return nil
	}
	given := value.Child(args, "delivery")
	if !value.Has(given, "deadLetter") {
		return given
	}
	return value.Merged(given, value.Object{"deadLetter": addressInCluster(value.Child(given, "deadLetter"), home)})
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
