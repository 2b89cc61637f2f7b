// Entries of Redis streams and lists, and messages of its channels, read by this project's program redis-source.
package trigger

import (
	"k8s.io/utils/ptr"

	"knative-faas.dev/programs/internal/function/spec"
	"knative-faas.dev/programs/internal/function/value"
	"knative-faas.dev/programs/internal/strict"
)

const redisProgram = "redis-source"

var redis = kind[spec.RedisTrigger]{
	name: "redis",
	make: makeRedis,
	mistakes: func(args spec.RedisTrigger, path string, of Receiver) []strict.Mistake {
		return append(imageMistakes(args.Image, redisProgram, path, of), repliesMistakes(args.Replies, path, of)...)
	},
}

func makeRedis(args spec.RedisTrigger, at place) []value.Object {
	before, at := withReplies(args.Replies, at)
	return append(before, makeAdapter(args, redisProgram, at, value.Object{
		"redis":   RedisServer(args),
		"stream":  streamWithGroup(args.Stream, at),
		"list":    args.List,
		"channel": args.Channel,
		"orderBy": args.OrderBy,
		"batch":   args.Batch,
	}, inVariables(args))...)
}

// streamWithGroup sets the group's name explicitly, as it must never change, even if the program names its consumers differently.
func streamWithGroup(given *spec.RedisStream, at place) *spec.RedisStream {
	if given == nil {
		return nil
	}
	stream := *given
	stream.Group = new(ptr.Deref(given.Group, NameAtServer(at.Cluster, at.Namespace, at.name)))
	return &stream
}
