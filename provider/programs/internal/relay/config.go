// The configuration of a relay, as `knative-faas dev` writes it.
package relay

import (
	"fmt"
	"time"

	"knative-faas.dev/programs/internal/kube"
	"knative-faas.dev/programs/internal/strict"
)

// Ports of the loopback interface, which only a port-forward reaches.
const (
	InwardPort  = 8088
	OutwardPort = 8089
)

// Config describes one session.
type Config struct {
	Namespace     string `json:"namespace"`
	Service       string `json:"service"`
	Configuration string `json:"configuration"`
	// Restore is what the session's end applies to the Service.
	Restore Restore `json:"restore"`
	// Deployed are the shares of the revisions that answer without the developer.
	Deployed []kube.Target `json:"deployed"`
	// Header marks the requests for the developer; without a name, all requests are for the developer.
	Header Header `json:"header"`
	// Session identifies the developer's command: another one does not take the session over.
	Session string `json:"session"`
	// GraceSeconds is how long the session outlives the connection to the developer.
	GraceSeconds float64 `json:"graceSeconds"`
	// Revision is the relay's own, as Knative names it.
	Revision string `json:"-"`
}

// Restore is a server-side apply: the manager gets back the fields that it owned before the session.
type Restore struct {
	Manager string         `json:"manager"`
	Fields  map[string]any `json:"fields"`
}

// Header is a request header with the value that it must have.
type Header struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Parse reads a configuration.
func Parse(text, revision string) (Config, error) {
	config := Config{Revision: revision}
	for _, mistake := range strict.Decode("RELAY", []byte(text), &config) {
		return config, fmt.Errorf("%s", mistake)
	}
	if len(config.Deployed) == 0 {
		return config, fmt.Errorf("RELAY.deployed: expected at least one revision, got none")
	}
	return config, nil
}

func (c Config) grace() time.Duration { return time.Duration(c.GraceSeconds * float64(time.Second)) }
