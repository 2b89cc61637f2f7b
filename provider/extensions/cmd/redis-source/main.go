// The program of a source of Redis: entries of streams and lists, and messages of channels, as events.
package main

import (
	"knative-faas.dev/extensions/internal/adapter"
	"knative-faas.dev/extensions/internal/redis"
)

func main() { adapter.Main("redis-source", redis.Run) }
