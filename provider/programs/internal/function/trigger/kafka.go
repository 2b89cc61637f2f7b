// Entries of Apache Kafka, read by this project's program kafka-source.
package trigger

import (
	"k8s.io/utils/ptr"

	"knative-faas.dev/programs/internal/function/spec"
	"knative-faas.dev/programs/internal/function/value"
	"knative-faas.dev/programs/internal/strict"
)

const kafkaProgram = "kafka-source"

var kafka = kind[spec.KafkaTrigger]{
	name: "kafka",
	make: makeKafka,
	mistakes: func(args spec.KafkaTrigger, path string, of Receiver) []strict.Mistake {
		return imageMistakes(args.Image, kafkaProgram, path, of)
	},
}

func makeKafka(args spec.KafkaTrigger, at place) []value.Object {
	config := value.Object{
		"kafka":          KafkaServer(args.BootstrapServers, args.SASL, args.TLS),
		"topics":         args.Topics,
		"pattern":        args.TopicPattern,
		"group":          ptr.Deref(args.Group, NameAtServer(at.Cluster, at.Namespace, at.name)),
		"initialOffset":  args.InitialOffset,
		"order":          args.Ordered,
		"sessionSeconds": args.SessionSeconds,
	}
	if args.Replies != nil {
		config["replies"] = args.Replies.Topic
	}
	if args.Delivery != nil && args.Delivery.DeadLetter != nil && args.Delivery.DeadLetter.Topic != nil {
		config["deadLetterTopic"] = args.Delivery.DeadLetter.Topic
		delivery := *args.Delivery
		delivery.DeadLetter = nil
		args.Delivery = &delivery
	}
	if !ptr.Deref(args.DeleteGroup, false) {
		return makeAdapter(args, kafkaProgram, at, config, inFiles(args))
	}
	config["deleteGroup"] = true
	return withAccount(makeAdapter(args, kafkaProgram, at, config, inFiles(args)), at)
}

// KafkaServer has the format of internal/kafkaconn.
func KafkaServer(servers []string, sasl *spec.KafkaSASL, tls *spec.ServerTLS) value.Object {
	server := value.Object{"bootstrapServers": servers, "tls": TLSOf(tls)}
	if sasl != nil {
		server["sasl"] = ptr.Deref(sasl.Mechanism, "PLAIN")
	}
	return server
}
