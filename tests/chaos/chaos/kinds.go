// The kinds of sources: each has a server, a way to publish to it, and the environment of the sources that read from it.
package main

import (
	"context"
	"fmt"
	"maps"
	"slices"
)

type kind struct {
	server serverProgram
	// publish sends the numbers that come until there are no more, each until the server has accepted it.
	publish func(ctx context.Context, p publication)
	// ours and upstream say how the source is started; upstream is nil where Knative has none.
	ours, upstream func(p place) (invocation, error)
}

// probe is the number of a message that nobody counts.
const probe = 0

// publication is what a publisher works on.
type publication struct {
	address               string
	numbers               <-chan int
	book                  *book
	cloudEvents, upstream bool
}

// place is where a source finds what it works with.
type place struct {
	directory, server, sink string
	parallelism             int
}

type invocation struct {
	arguments, environment []string
}

var kinds = map[string]kind{
	"mqtt":         {mosquitto, publishMQTT, oursMQTT, upstreamMQTT},
	"redis-stream": {redisServer, publishStream, oursStream, upstreamStream},
	"redis-list":   {redisServer, publishList, oursList, nil},
}

func kindNames() []string {
	return slices.Sorted(maps.Keys(kinds))
}

// name is that of everything that a run makes on its server.
const name = "chaos"

// text is a message of a common size; the sink finds the number in whatever a source makes of it.
func text(number int) string {
	return fmt.Sprintf(`{"message":"%s%d","filling":"%.80s"}`, marker, number, filling)
}

const (
	marker  = "chaos-"
	filling = "0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 0123456789"
)
