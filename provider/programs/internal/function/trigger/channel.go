// Events of a channel: a Subscription.
package trigger

import (
	"k8s.io/utils/ptr"

	"knative-faas.dev/programs/internal/function/spec"
	"knative-faas.dev/programs/internal/function/value"
	"knative-faas.dev/programs/internal/strict"
)

const messaging = "messaging.knative.dev/v1"

var channel = kind[spec.ChannelTrigger]{
	name:  "channel",
	make:  makeSubscription,
	fixed: func(args spec.ChannelTrigger) any { return []any{args.Channel, args.Kind, args.ChannelNamespace} },
	mistakes: func(args spec.ChannelTrigger, path string, _ Receiver) []strict.Mistake {
		return deliveryMistakes(args.Delivery, path)
	},
}

func makeSubscription(args spec.ChannelTrigger, at place) []value.Object {
	of := value.Object{
		"apiVersion": messaging,
		"kind":       ptr.Deref(args.Kind, "Channel"),
		"name":       args.Channel,
		"namespace":  args.ChannelNamespace,
	}
	return []value.Object{{
		"apiVersion": messaging,
		"kind":       "Subscription",
		"metadata":   at.metadata(),
		"spec": value.Object{
			"channel":    of,
			"subscriber": at.function(args.Path),
			"reply":      makeDestination(args.Reply, at.Namespace),
			"delivery":   makeDelivery(args.Delivery, at.Namespace),
		},
	}}
}
