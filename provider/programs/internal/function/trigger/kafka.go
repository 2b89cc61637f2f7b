// Messages of Apache Kafka: a KafkaSource.
package trigger

import (
	"knative-faas.dev/programs/internal/function/shape"
	"knative-faas.dev/programs/internal/function/value"
)

// HostPort is the address of a server.
var HostPort = shape.Matching(`^[\w.-]+:\d+$`, `expected host:port, e.g. "kafka.kafka:9092"`)

var kafka = kind{
	name: "kafka",
	shape: shape.Of(shape.Fields{
		"bootstrapServers": shape.Filled(HostPort),
		"topics":           shape.Filled(shape.Text()),
		"consumerGroup":    shape.Text(),
		"consumers":        shape.Whole(0, shape.MostWhole),
		"initialOffset":    shape.Words("earliest", "latest"),
		"ordering":         shape.Words("ordered", "unordered"),
		"sasl": shape.Of(shape.Fields{"type": secretKey, "user": secretKey, "password": secretKey}).
			Needs("user", "password"),
		"tls":        shape.Of(shape.Fields{"caCert": secretKey, "cert": secretKey, "key": secretKey}),
		"delivery":   delivery,
		"extensions": extensions,
	}).Needs("bootstrapServers", "topics"),
	make:  makeKafkaSource,
	fixed: func(args value.Object) any { return args["consumerGroup"] },
}

func makeKafkaSource(args value.Object, at place) []value.Object {
	same := value.Without(args, "sasl", "tls", "delivery", "extensions")
	return []value.Object{{
		"apiVersion": "sources.knative.dev/v1",
		"kind":       "KafkaSource",
		"metadata":   at.metadata(),
		"spec": value.Given(value.Merged(same, value.Object{
			"net":         kafkaNet(args),
			"delivery":    makeDelivery(args, at.namespace),
			"ceOverrides": overrides(args),
			"sink":        at.to,
		})),
	}}
}

// As eventing-kafka-broker v0.50 has it (control-plane/pkg/apis/bindings/v1/kafka_binding_types.go).
func kafkaNet(args value.Object) any {
	if !value.Has(args, "sasl") && !value.Has(args, "tls") {
		return nil
	}
	return value.Given(value.Object{"sasl": secretRefs(args, "sasl"), "tls": secretRefs(args, "tls")})
}

func secretRefs(args value.Object, property string) any {
	if !value.Has(args, property) {
		return nil
	}
	all := value.Object{"enable": true}
	for name, key := range value.Child(args, property) {
		all[name] = value.Object{"secretKeyRef": key}
	}
	return all
}
