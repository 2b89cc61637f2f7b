// Messages of Apache Kafka: a KafkaSource.
package trigger

import (
	"knative-faas.dev/programs/internal/function/spec"
	"knative-faas.dev/programs/internal/function/value"
	"knative-faas.dev/programs/internal/strict"
)

var kafka = kind[spec.KafkaTrigger]{
	name: "kafka",
	make: makeKafkaSource,
	fixed: func(args spec.KafkaTrigger) any {
		if args.ConsumerGroup == nil {
			return nil
		}
		return *args.ConsumerGroup
	},
	mistakes: func(args spec.KafkaTrigger, path string, _ Receiver) []strict.Mistake {
		return deliveryMistakes(args.Delivery, path)
	},
}

func makeKafkaSource(args spec.KafkaTrigger, at place) []value.Object {
	return []value.Object{{
		"apiVersion": "sources.knative.dev/v1",
		"kind":       "KafkaSource",
		"metadata":   at.metadata(),
		"spec": value.Object{
			"bootstrapServers": args.BootstrapServers,
			"topics":           args.Topics,
			"consumerGroup":    args.ConsumerGroup,
			"consumers":        args.Consumers,
			"initialOffset":    args.InitialOffset,
			"ordering":         args.Ordering,
			"net":              kafkaNet(args),
			"delivery":         makeDelivery(args.Delivery, at.Namespace),
			"ceOverrides":      overrides(args.Extensions),
			"sink":             at.function(nil),
		},
	}}
}

// kafkaNet follows eventing-kafka-broker v0.50 (control-plane/pkg/apis/bindings/v1/kafka_binding_types.go).
func kafkaNet(args spec.KafkaTrigger) any {
	if args.SASL == nil && args.TLS == nil {
		return nil
	}
	return value.Object{"sasl": secretRefs(args.SASL), "tls": secretRefs(args.TLS)}
}

func secretRefs[T any](keys *T) any {
	if keys == nil {
		return nil
	}
	all := value.Object{"enable": true}
	for name, key := range value.Of(keys).(value.Object) {
		all[name] = value.Object{"secretKeyRef": key}
	}
	return all
}
