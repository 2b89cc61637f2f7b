// Messages of an MQTT broker, read by this project's program mqtt-source.
package trigger

import (
	"cmp"

	"knative-faas.dev/programs/internal/function/spec"
	"knative-faas.dev/programs/internal/function/value"
	"knative-faas.dev/programs/internal/strict"
)

const mqttProgram = "mqtt-source"

var mqtt = kind[spec.MQTTTrigger]{
	name: "mqtt",
	make: makeMQTT,
	// In the same session a broker would keep sending topics that were removed.
	fixed: func(args spec.MQTTTrigger) any { return []any{args.Address, args.Topics, args.Group} },
	mistakes: func(args spec.MQTTTrigger, path string, of Receiver) []strict.Mistake {
		return append(imageMistakes(args.Image, mqttProgram, path, of), repliesMistakes(args.Replies, path, of)...)
	},
}

func makeMQTT(args spec.MQTTTrigger, at place) []value.Object {
	client := args.ClientID
	if at.Cluster != "" {
		client = cmp.Or(client, new(NameAtServer(at.Cluster, at.Namespace, at.name)))
	}
	before, at := withReplies(args.Replies, at)
	return append(before, makeAdapter(args, mqttProgram, at, value.Object{
		"address":        args.Address,
		"protocol":       args.Protocol,
		"topics":         args.Topics,
		"qos":            args.QOS,
		"group":          args.Group,
		"clientId":       client,
		"sessionSeconds": args.SessionSeconds,
		"ordered":        args.Ordered,
		"tls":            TLSOf(args.TLS),
	}, inVariables(args))...)
}
