// The program of the source redis: delivers entries of streams and lists, and messages of channels, as events.
package main

import (
	"knative-faas.dev/programs/internal/adapter"
	"knative-faas.dev/programs/internal/redis"
)

func main() { adapter.Main("redis-source", redis.Run) }
