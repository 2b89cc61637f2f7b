// Delivery settings of this project's sources: retries, time limit, dead letters.
package trigger

import (
	"cmp"
	"fmt"

	"k8s.io/utils/ptr"

	"knative-faas.dev/programs/internal/function/spec"
	"knative-faas.dev/programs/internal/function/value"
)

// adapterDeliveryOf sends dead letters to a channel as JSON if a header would be encoded: channels do not decode (internal/adapter,
// FormatPlain).
func adapterDeliveryOf(given *spec.AdapterDelivery, home string) any {
	if given == nil || len(value.Of(given).(value.Object)) == 0 {
		return nil
	}
	delivery := value.Of(given).(value.Object)
	if lost := given.DeadLetter; lost != nil {
		format := given.Format
		if lost.Channel != nil {
			format = cmp.Or(format, new("plain"))
		}
		delivery["deadLetter"], delivery["deadLetterFormat"] = addressInCluster(*lost, home), format
	}
	return delivery
}

// addressInCluster is the full address, as the program does not resolve references through the API server.
func addressInCluster(to spec.AdapterDeadLetter, home string) string {
	if to.URL != nil {
		return *to.URL
	}
	host := ptr.Deref(cmp.Or(to.Function, to.Service), "")
	if to.Channel != nil {
		// eventing v0.50, pkg/reconciler/inmemorychannel/controller/resources/service.go: CreateChannelServiceName.
		host = *to.Channel + "-kn-channel"
	}
	return fmt.Sprintf("http://%s.%s.svc%s", host, ptr.Deref(to.Namespace, home), ptr.Deref(to.Path, "/"))
}
