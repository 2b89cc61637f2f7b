// The configuration of this project's sources, equal for each kind.
package main

import (
	"encoding/json"
	"maps"
	"strconv"
)

// backoffSeconds is the pause before the first retry; Knative's source of Redis streams has the same.
const backoffSeconds = 0.05

func ownInvocation(p place, source map[string]any) (invocation, error) {
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
