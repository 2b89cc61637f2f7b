// The settings from the environment, their defaults and the mistakes in them.
package main

import (
	"testing"

	"knative-faas.dev/programs/internal/scaler"
)

func TestSettings(t *testing.T) {
	environment := map[string]string{}
	get := func(name string) string { return environment[name] }
	if got, err := settings(get); err != nil || got != (scaler.Settings{Namespace: "knative-faas", Metrics: ":9090", Health: ":8081"}) {
		t.Error(got, err)
	}
	environment = map[string]string{"POD_NAMESPACE": "shop", "METRICS_ADDRESS": "127.0.0.1:1", "HEALTH_ADDRESS": "[::1]:2"}
	if got, err := settings(get); err != nil || got != (scaler.Settings{Namespace: "shop", Metrics: "127.0.0.1:1", Health: "[::1]:2"}) {
		t.Error(got, err)
	}
	environment = map[string]string{"POD_NAMESPACE": "Shop", "METRICS_ADDRESS": "9090", "HEALTH_ADDRESS": "x"}
	want := "POD_NAMESPACE: expected the name of a namespace, got \"Shop\"\n" +
		"METRICS_ADDRESS: expected host:port or :port, got \"9090\"\nHEALTH_ADDRESS: expected host:port or :port, got \"x\""
	if _, err := settings(get); err == nil || err.Error() != want {
		t.Errorf("got %v\nwant %s", err, want)
	}
}
