// Entries of Redis streams and lists, and messages of its channels, read by our program redis-source.
package trigger

import (
	"fmt"
	"slices"
	"strings"

	"knative-faas.dev/programs/internal/function/shape"
	"knative-faas.dev/programs/internal/function/value"
)

// RedisKey is a key of a Redis server.
var RedisKey = shape.Short(1024)

// QueueScaleFields say how many Pods a queue asks for.
var QueueScaleFields = shape.Fields{
	"target":               shape.Whole(1, 1<<53-1),
	"activation":           shape.Whole(0, shape.MostWhole),
	"cooldownSeconds":      shape.Whole(0, 86_400),
	"stabilizationSeconds": shape.Whole(0, 3600),
}

var redis = kind{
	name:    "redis",
	program: "redis-source",
	shape: shape.Of(RedisFields).Extended(shape.Fields{
		"stream": shape.Of(shape.Fields{
			"keys":         shape.Filled(RedisKey),
			"group":        shape.Short(256),
			"from":         shape.Words("start", "end"),
			"claimSeconds": shape.Whole(1, 86_400),
			"dataField":    shape.Text(),
		}).Needs("keys"),
		"list":    shape.Of(shape.Fields{"key": RedisKey, "take": shape.Words("left", "right")}).Needs("key"),
		"channel": shape.Of(shape.Fields{"names": shape.List(RedisKey), "patterns": shape.List(RedisKey)}),
		"orderBy": shape.Text(),
		"batch":   shape.Whole(1, 10_000),
		"scale":   shape.Of(QueueScaleFields).Needs("target"),
	}).Extended(adapterFields).Needs("addresses").One("stream", "list", "channel"),
	make:     makeRedis,
	mistakes: redisMistakes,
}

func makeRedis(args value.Object, at place) []value.Object {
	config := value.Object{
		"redis":   RedisServer(args),
		"stream":  streamWithGroup(args, at),
		"list":    args["list"],
		"channel": args["channel"],
		"orderBy": args["orderBy"],
		"batch":   args["batch"],
	}
	return makeAdapter(args, program{config, loginVariables(args)}, at)
}

// The name of the group must outlast the program's own name for its Pods.
func streamWithGroup(args value.Object, at place) any {
	if !value.Has(args, "stream") {
		return nil
	}
	stream := value.Child(args, "stream")
	group := value.Or(stream["group"], NameAtServer(at.cluster, at.namespace, at.name))
	return value.Merged(stream, value.Object{"group": group})
}

// NameAtServer is what a source is called at its server, where its user names nothing: another name in each cluster.
func NameAtServer(cluster, namespace, source string) string {
	name := namespace + "-" + source
	if cluster == "" {
		return name
	}
	return cluster + "-" + name
}

func redisMistakes(args value.Object, path string) []shape.Mistake {
	known := redisPlaceholders(args)
	return slices.Concat(
		RedisMistakes(args, path),
		eventMistakes(args, path, known),
		placeholderMistakes(args["orderBy"], shape.At(path, "orderBy"), known),
		channelIsOpen(args, path),
		distinctKeys(args, path),
		oneSlot(args, path),
		scalable(args, path),
		severalPods(args, path),
	)
}

func redisPlaceholders(args value.Object) []string {
	switch {
	case value.Has(args, "stream"):
		return []string{"stream", "id", "field.", "json."}
	case value.Has(args, "list"):
		return []string{"list", "json."}
	}
	return []string{"channel", "json."}
}

func severalPods(args value.Object, path string) []shape.Mistake {
	switch {
	case value.Has(args, "channel"):
		return onePod(args, path, "channel", "because each Pod gets every message")
	case value.Has(args, "orderBy"):
		return onePod(args, path, "orderBy", "because each Pod gets only some entries")
	}
	return nil
}

func channelIsOpen(args value.Object, path string) []shape.Mistake {
	channel := value.Child(args, "channel")
	isOpen := len(value.List(channel, "names"))+len(value.List(channel, "patterns")) > 0
	if !value.Has(args, "channel") || isOpen {
		return nil
	}
	return []shape.Mistake{{Path: shape.At(path, "channel"), Reason: "names no channel; set names or patterns"}}
}

func distinctKeys(args value.Object, path string) []shape.Mistake {
	seen := map[any]bool{}
	for index, key := range value.List(value.Child(args, "stream"), "keys") {
		if seen[key] {
			at := shape.Index(shape.At(path, "stream.keys"), index)
			return []shape.Mistake{{Path: at, Reason: "is in the list already; leave it out"}}
		}
		seen[key] = true
	}
	return nil
}

// A key with braces that mark nothing has no other key in its slot.
func oneSlot(args value.Object, path string) []shape.Mistake {
	key := value.Text(value.Child(args, "list"), "key")
	if args["cluster"] != true || hashTag.MatchString(key) || !strings.ContainsAny(key, "{}") {
		return nil
	}
	reason := fmt.Sprintf(
		"requires the list and its processing lists to be in one slot of the cluster: expected braces only around a part that is not empty, as in {shop}:jobs, got %q", key)
	return []shape.Mistake{{Path: shape.At(path, "list.key"), Reason: reason}}
}

func scalable(args value.Object, path string) []shape.Mistake {
	isOne := len(value.List(value.Child(args, "stream"), "keys")) == 1
	if !value.Has(args, "scale") || value.Has(args, "list") || isOne {
		return nil
	}
	got := "several streams"
	if !value.Has(args, "stream") {
		got = "a channel, which stores no messages"
	}
	reason := "requires one list, or one stream, got " + got + "; leave scale out"
	return []shape.Mistake{{Path: shape.At(path, "scale"), Reason: reason}}
}
