// Messages of an MQTT broker, read by our program mqtt-source.
package trigger

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"knative-faas.dev/programs/internal/function/shape"
	"knative-faas.dev/programs/internal/function/value"
)

var mqtt = kind{
	name:    "mqtt",
	program: "mqtt-source",
	shape: shape.Of(shape.Fields{
		"address": shape.Matching(`^(mqtts?|wss?)://[^\s/@?#]+(/[^\s?#]*)?$`,
			`expected mqtt://, mqtts://, ws:// or wss:// with host and port, e.g. "mqtts://broker.shop:8883"; user and password belong in Secrets`),
		"protocol": shape.Words("5", "3.1.1"),
		"topics": shape.Filled(shape.AtMost(65_535, shape.Where(isTopic,
			`expected a topic, in which "+" matches one level and "#" all that follow, e.g. "sensors/+/temperature"; for a shared subscription set group`))),
		"qos":            shape.Whole(0, 2),
		"group":          shape.Text(),
		"clientId":       shape.Text(),
		"sessionSeconds": shape.Whole(0, shape.MostWhole),
		"ordered":        shape.Flag(),
	}).Extended(LoginFields).Extended(adapterFields).Needs("address", "topics"),
	make: makeMQTT,
	// Under the same session a broker would go on sending topics that are not wanted any more.
	fixed:    func(args value.Object) any { return []any{args["address"], args["topics"], args["group"]} },
	mistakes: mqttMistakes,
}

var topicPattern = regexp.MustCompile(`^(([^+#\x00]*|\+)/)*([^+#\x00]+|\+|#)$`)

func isTopic(text string) bool {
	return topicPattern.MatchString(text) && !strings.HasPrefix(text, "$share/")
}

func makeMQTT(args value.Object, at place) []value.Object {
	config := value.Object{"tls": TLSOf(args)}
	for _, name := range []string{"address", "protocol", "topics", "qos", "group", "clientId", "sessionSeconds", "ordered"} {
		config[name] = args[name]
	}
	if at.cluster != "" {
		config["clientId"] = value.Or(args["clientId"], NameAtServer(at.cluster, at.namespace, at.name))
	}
	return makeAdapter(args, program{config, loginVariables(args)}, at)
}

func mqttMistakes(args value.Object, path string) []shape.Mistake {
	return slices.Concat(
		CertificateMistakes(args, path),
		eventMistakes(args, path, []string{"topic", "topic.", "json."}),
		replicasShare(args, path),
		orderedPods(args, path),
		clearText(args, path),
	)
}

func replicasShare(args value.Object, path string) []shape.Mistake {
	replicas, _ := value.Whole(args, "replicas")
	if replicas < 2 || value.Has(args, "group") {
		return nil
	}
	reason := fmt.Sprintf(
		"requires group, got %d replicas without it: each would get every message; set group, or leave replicas out", replicas)
	return []shape.Mistake{{Path: shape.At(path, "replicas"), Reason: reason}}
}

func orderedPods(args value.Object, path string) []shape.Mistake {
	if args["ordered"] != true {
		return nil
	}
	return onePod(args, path, "ordered", "because each Pod gets only part of a topic")
}

func clearText(args value.Object, path string) []shape.Mistake {
	address := value.Text(args, "address")
	secured := !strings.HasPrefix(address, "mqtt:") && !strings.HasPrefix(address, "ws:")
	if secured || !value.Has(args, "tls") {
		return nil
	}
	reason := fmt.Sprintf("is only valid with mqtts:// and wss://, got address %q; change the address, or leave tls out", address)
	return []shape.Mistake{{Path: shape.At(path, "tls"), Reason: reason}}
}
