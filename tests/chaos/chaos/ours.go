// How our own sources are configured, the same way for each kind.
package main

import (
	"encoding/json"
	"maps"
	"strconv"
)

// The pause before the first retry is the one that Knative's source of Redis streams has.
const backoffSeconds = 0.05

func ours(p place, source map[string]any) (invocation, error) {
	maps.Copy(source, map[string]any{
		"name": name, "namespace": "default", "parallelism": p.parallelism,
		"delivery": map[string]any{"backoffSeconds": backoffSeconds},
	})
	text, err := json.Marshal(source)
	if err != nil {
		return invocation{}, err
	}
	port, err := freePort()
	return invocation{environment: []string{
		"SOURCE=" + string(text), "K_SINK=" + p.sink, "POD_NAME=" + name + "-0", "PORT=" + strconv.Itoa(port),
	}}, err
}
