// Events of a channel: a Subscription.
package trigger

import (
	"knative-faas.dev/programs/internal/function/shape"
	"knative-faas.dev/programs/internal/function/value"
)

const messaging = "messaging.knative.dev/v1"

var channel = kind{
	name: "channel",
	shape: shape.Of(shape.Fields{
		"channel":          shape.ObjectName,
		"kind":             shape.Words("Channel", "InMemoryChannel", "KafkaChannel"),
		"channelNamespace": shape.DNSLabel(63),
		"path":             shape.Text(),
		"reply":            destination,
		"delivery":         delivery,
	}).Needs("channel"),
	make:  makeSubscription,
	fixed: func(args value.Object) any { return []any{args["channel"], args["kind"], args["channelNamespace"]} },
}

func makeSubscription(args value.Object, at place) []value.Object {
	of := value.Given(value.Object{
		"apiVersion": messaging,
		"kind":       value.Or(args["kind"], "Channel"),
		"name":       args["channel"],
		"namespace":  args["channelNamespace"],
	})
	return []value.Object{{
		"apiVersion": messaging,
		"kind":       "Subscription",
		"metadata":   at.metadata(),
		"spec": value.Given(value.Object{
			"channel":    of,
			"subscriber": at.to,
			"reply":      destinationOf(args, "reply", at.namespace),
			"delivery":   makeDelivery(args, at.namespace),
		}),
	}}
}
