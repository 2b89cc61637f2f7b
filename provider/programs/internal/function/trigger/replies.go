// Answers of a function in a Kafka topic: this project's program kafka-replies between the function and what calls it.
package trigger

import (
	"cmp"

	"k8s.io/utils/ptr"

	"knative-faas.dev/programs/internal/function/spec"
	"knative-faas.dev/programs/internal/function/tables"
	"knative-faas.dev/programs/internal/function/value"
	"knative-faas.dev/programs/internal/strict"
)

// RepliesLabel is on the Pods of the program; its value is the name of its objects.
const RepliesLabel = "knative-faas.dev/replies"

const (
	repliesProgram     = "kafka-replies"
	repliesPort        = int64(8080)
	repliesParallelism = int64(256)
)

// withReplies returns the program, if the function's answers are written, and the place whose events are sent to it then.
func withReplies(replies *spec.TriggerReplies, at place) ([]value.Object, place) {
	if replies == nil {
		return nil, at
	}
	between := at
	between.name = at.name + tables.RepliesSuffix
	at.between = between.name
	return []value.Object{makeRepliesDeployment(*replies, between), makeRepliesService(between)}, at
}

func makeRepliesDeployment(replies spec.TriggerReplies, at place) value.Object {
	labels := value.Object{RepliesLabel: at.name}
	pod := podOf(program{
		container: "replies", image: cmp.Or(replies.Image, new(at.Images[repliesProgram])), cpu: replies.CPU, memory: replies.Memory,
		config:    repliesConfig(replies, at),
		variables: []any{value.Object{"name": "K_SINK", "value": "http://" + at.Name + "." + at.Namespace + ".svc"}},
		ports:     []any{value.Object{"name": "http", "containerPort": repliesPort}},
		login:     inFiles(replies),
	}, at)
	return value.Object{
		"apiVersion": "apps/v1",
		"kind":       "Deployment",
		"metadata":   at.metadata(),
		"spec": value.Object{
			"replicas": ptr.Deref(replies.Replicas, 1),
			"selector": value.Object{"matchLabels": labels},
			"template": value.Object{"metadata": value.Object{"labels": labels}, "spec": pod},
		},
	}
}

func makeRepliesService(at place) value.Object {
	return value.Object{
		"apiVersion": "v1",
		"kind":       "Service",
		"metadata":   at.metadata(),
		"spec": value.Object{
			"selector": value.Object{RepliesLabel: at.name},
			"ports":    []any{value.Object{"name": "http", "port": int64(80), "targetPort": repliesPort}},
		},
	}
}

// repliesConfig is what internal/kafka reads.
func repliesConfig(replies spec.TriggerReplies, at place) value.Object {
	return value.Made(value.Object{
		"name":        at.name,
		"namespace":   at.Namespace,
		"instance":    NameAtServer(at.Cluster, at.Namespace, at.name),
		"parallelism": ptr.Deref(replies.Parallelism, repliesParallelism),
		"kafka":       KafkaServer(replies.BootstrapServers, replies.SASL, replies.TLS),
		"topic":       replies.Topic,
	})
}

func repliesMistakes(replies *spec.TriggerReplies, path string, of Receiver) []strict.Mistake {
	if replies == nil {
		return nil
	}
	return imageMistakes(replies.Image, repliesProgram, path+".replies", of)
}
