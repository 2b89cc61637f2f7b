// Events of a broker: a Trigger.
package trigger

import (
	"knative-faas.dev/programs/internal/function/shape"
	"knative-faas.dev/programs/internal/function/value"
)

var event = kind{
	name: "event",
	shape: shape.Of(shape.Fields{
		"broker":          shape.ObjectName,
		"brokerNamespace": shape.DNSLabel(63),
		"filters":         filters,
		"path":            shape.Text(),
		"delivery":        delivery,
	}).Needs("broker"),
	make:  makeTrigger,
	fixed: func(args value.Object) any { return []any{args["broker"], args["brokerNamespace"]} },
}

func makeTrigger(args value.Object, at place) []value.Object {
	return []value.Object{{
		"apiVersion": "eventing.knative.dev/v1",
		"kind":       "Trigger",
		"metadata":   at.metadata(),
		"spec": value.Given(value.Merged(brokerOf(args), value.Object{
			"filters":    args["filters"],
			"delivery":   makeDelivery(args, at.namespace),
			"subscriber": at.to,
		})),
	}}
}

func brokerOf(args value.Object) value.Object {
	if !value.Has(args, "brokerNamespace") {
		return value.Object{"broker": args["broker"]}
	}
	return value.Object{"brokerRef": value.Object{
		"apiVersion": "eventing.knative.dev/v1", "kind": "Broker", "name": args["broker"], "namespace": args["brokerNamespace"],
	}}
}
