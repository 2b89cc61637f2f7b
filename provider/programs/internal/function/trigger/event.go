// Events of a broker: a Trigger.
package trigger

import (
	"slices"

	"knative-faas.dev/programs/internal/function/spec"
	"knative-faas.dev/programs/internal/function/value"
	"knative-faas.dev/programs/internal/strict"
)

var event = kind[spec.EventTrigger]{
	name:  "event",
	make:  makeTrigger,
	fixed: func(args spec.EventTrigger) any { return []any{args.Broker, args.BrokerNamespace} },
	mistakes: func(args spec.EventTrigger, path string, of Receiver) []strict.Mistake {
		return slices.Concat(
			deliveryMistakes(args.Delivery, path), filterMistakes(args.Filters, path+".filters"), repliesMistakes(args.Replies, path, of),
		)
	},
}

func makeTrigger(args spec.EventTrigger, at place) []value.Object {
	before, at := withReplies(args.Replies, at)
	return append(before, value.Object{
		"apiVersion": "eventing.knative.dev/v1",
		"kind":       "Trigger",
		"metadata":   at.metadata(),
		"spec": value.Merged(brokerOf(args), value.Object{
			"filters":    args.Filters,
			"delivery":   makeDelivery(args.Delivery, at.Namespace),
			"subscriber": at.function(args.Path),
		}),
	})
}

func brokerOf(args spec.EventTrigger) value.Object {
	if args.BrokerNamespace == nil {
		return value.Object{"broker": args.Broker}
	}
	return value.Object{"brokerRef": value.Object{
		"apiVersion": "eventing.knative.dev/v1", "kind": "Broker", "name": args.Broker, "namespace": args.BrokerNamespace,
	}}
}
