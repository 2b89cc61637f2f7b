// The program of the source mqtt: reads messages from an MQTT broker and delivers them as events.
package main

import (
	"knative-faas.dev/programs/internal/adapter"
	"knative-faas.dev/programs/internal/mqtt"
)

func main() {
	adapter.Main("mqtt-source", mqtt.Run)
}
