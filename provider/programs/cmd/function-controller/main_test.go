// The settings from the environment, and the mistakes in them.
package main

import (
	"strings"
	"testing"
)

func from(environment map[string]string) func(string) string {
	return func(name string) string { return environment[name] }
}

func TestDefaults(t *testing.T) {
	settings, err := read(from(nil))
	if err != nil {
		t.Fatal(err)
	}
	if settings.Namespace != "knative-faas" || settings.MetricsAddress != ":9090" || settings.HealthAddress != ":8081" {
		t.Errorf("got %+v", settings)
	}
}

func TestAllMistakesAreReportedAtOnce(t *testing.T) {
	_, err := read(from(map[string]string{
		"POD_NAMESPACE": "A", "METRICS_ADDRESS": "9090", "HEALTH_ADDRESS": ":", "MQTT_SOURCE_IMAGE": "x:latest", "REDIS_SOURCE_IMAGE": "y",
		"KAFKA_SOURCE_IMAGE": "z",
	}))
	if err == nil || strings.Count(err.Error(), "; ") != 5 {
		t.Errorf("expected six mistakes, got %v", err)
	}
	if !strings.Contains(err.Error(), "MQTT_SOURCE_IMAGE: expected an image reference with a digest") {
		t.Errorf("got %v", err)
	}
}

func TestImages(t *testing.T) {
	image := "registry.example.com/x@sha256:" + strings.Repeat("a", 64)
	settings, err := read(from(map[string]string{"MQTT_SOURCE_IMAGE": image, "METRICS_ADDRESS": "0"}))
	if err != nil || settings.Cluster.Images["mqtt-source"] != image || settings.Cluster.Images["redis-source"] != "" {
		t.Errorf("got %+v, %v", settings, err)
	}
}
