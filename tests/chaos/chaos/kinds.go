// The kinds of sources: each has a server, a publisher, and the environment of the sources that read from it.
package main

import (
	"context"
	"fmt"
	"maps"
	"slices"
)

type kind struct {
	server serverProgram
	// publish sends numbers until the channel is closed, each until the server has accepted it.
	publish func(ctx context.Context, p publication)
	// own and upstream return how this project's and Knative's source is started; upstream is nil if Knative has none. For Kafka,
	// whose source in Knative is written in Java, it is the loop in ../bare.
	own, upstream func(p place) (invocation, error)
	// keys is the number of keys, each of whose messages must arrive in order; 0 if the source keeps no order.
	keys int
	// visit joins and leaves the consumer group; nil if there are no groups.
	visit func(ctx context.Context, address string)
	// answers counts the answers to each message; nil if there are none.
	answers func(ctx context.Context, address string, messages int) (map[int]int, error)
}

// probe is the number of a message that is not counted.
const probe = 0

// publication is what a publisher needs.
type publication struct {
	address               string
	numbers               <-chan int
	book                  *book
	cloudEvents, upstream bool
}

// place contains the directory and the addresses for a source.
type place struct {
	directory, server, sink string
	parallelism             int
}

type invocation struct {
	arguments, environment []string
}

var kinds = map[string]kind{
	"mqtt":         {server: mosquitto, publish: publishMQTT, own: ownMQTT, upstream: upstreamMQTT},
	"redis-stream": {server: redisServer, publish: publishStream, own: ownStream, upstream: upstreamStream},
	"redis-list":   {server: redisServer, publish: publishList, own: ownList},
	"kafka": {
		server: kafkaServer, publish: publishKafka, own: ownKafka, upstream: bareKafka, keys: kafkaKeys, visit: visit,
	},
	"kafka-replies": {
		server: kafkaServer, publish: publishKafka, own: ownReplies, keys: kafkaKeys, visit: visit, answers: readAnswers,
	},
}

func kindNames() []string {
	return slices.Sorted(maps.Keys(kinds))
}

// name is the name of everything that a run creates on its server.
const name = "chaos"

// text is a message of typical size; the sink finds the number in it, in whatever form the source delivers it.
func text(number int) string {
	return fmt.Sprintf(`{"message":"%s%d","filling":"%.80s"}`, marker, number, filling)
}

const (
	marker  = "chaos-"
	filling = "0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 0123456789"
)
