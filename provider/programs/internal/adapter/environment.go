// Reads the environment of a source: its own configuration, and what Knative's SinkBinding injects.
package adapter

import (
	"crypto/x509"
	"encoding/json"
	"maps"
	"os"
	"slices"
	"strconv"

	"knative-faas.dev/programs/internal/strict"
)

// environment is everything but the configuration of the kind. The sink is empty until it is injected.
type environment struct {
	sink     string
	override map[string]string
	ca       string
	identity string
	port     string
	secrets  Secrets
	inFiles  bool                    // some of the secrets are
	reread   func() (Secrets, error) // the secrets as they are now
}

func readEnvironment(getenv func(string) string, wrong *Problems) environment {
	e := environment{
		sink:     getenv("K_SINK"),
		override: readOverrides(getenv("K_CE_OVERRIDES"), wrong),
		ca:       getenv("K_CA_CERTS"),
		identity: readIdentity(getenv("POD_NAME"), wrong),
		port:     readPort(getenv("PORT"), wrong),
	}
	e.reread = func() (Secrets, error) { now, _, err := readSecrets(getenv); return now, err }
	var err error
	if e.secrets, e.inFiles, err = readSecrets(getenv); err != nil {
		wrong.Add("SECRET_*_FILE", "expected the path of a file that can be read: %v", err)
	}
	if e.sink != "" {
		checkAddress("K_SINK", e.sink, wrong)
	}
	if e.ca != "" && !x509.NewCertPool().AppendCertsFromPEM([]byte(e.ca)) {
		wrong.Add("K_CA_CERTS", "expected certificates in PEM form, got %d bytes without one", len(e.ca))
	}
	return e
}

func readOverrides(text string, wrong *Problems) map[string]string {
	if text == "" {
		return nil
	}
	var given struct {
		Extensions map[string]string `json:"extensions"`
	}
	if err := json.Unmarshal([]byte(text), &given); err != nil {
		wrong.Add("K_CE_OVERRIDES", `expected {"extensions":{"name":"text"}}, got %s`, strict.Got([]byte(text)))
	}
	for _, name := range slices.Sorted(maps.Keys(given.Extensions)) {
		if !ExtensionName(name) {
			const allowed = "expected a name of lower case letters and digits that is not an attribute of CloudEvents itself, got %q"
			wrong.Add("K_CE_OVERRIDES.extensions", allowed, name)
		}
	}
	return given.Extensions
}

// readIdentity returns the name of the Pod. A StatefulSet gives its Pods stable names, so that a server recognises them.
func readIdentity(name string, wrong *Problems) string {
	if name != "" {
		return name
	}
	host, err := os.Hostname()
	if err != nil {
		wrong.Add("POD_NAME", "expected the name of the Pod; it is not set, and the host name can't be read (%v)", err)
	}
	return host
}

func readPort(text string, wrong *Problems) string {
	if text == "" {
		return "9090"
	}
	if number, err := strconv.Atoi(text); err != nil || number < 0 || number > 65535 {
		wrong.Add("PORT", "expected a port from 0 (a free one) to 65535, got %q", text)
	}
	return text
}
