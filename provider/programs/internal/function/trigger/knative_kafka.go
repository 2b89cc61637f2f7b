// Messages of Apache Kafka, read by Knative's own Kafka components: a KafkaSource.
package trigger

import (
	"knative-faas.dev/programs/internal/function/spec"
	"knative-faas.dev/programs/internal/function/value"
	"knative-faas.dev/programs/internal/strict"
)

var knativeKafka = kind[spec.KnativeKafkaTrigger]{
	name: "knativeKafka",
	make: makeKafkaSource,
	fixed: func(args spec.KnativeKafkaTrigger) any {
		if args.ConsumerGroup == nil {
			return nil
		}
		return *args.ConsumerGroup
	},
	mistakes: func(args spec.KnativeKafkaTrigger, path string, _ Receiver) []strict.Mistake {
		return deliveryMistakes(args.Delivery, path)
	},
}

func makeKafkaSource(args spec.KnativeKafkaTrigger, at place) []value.Object {
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
func kafkaNet(args spec.KnativeKafkaTrigger) any {
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
