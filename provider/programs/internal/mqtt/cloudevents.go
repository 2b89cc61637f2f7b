// Messages that already are CloudEvents, according to CloudEvents' bindings for MQTT: in binary mode by user properties (MQTT 5),
// in structured mode by the content type.
package mqtt

import (
	"encoding/json"
	"mime"
	"strings"
	"time"

	"knative-faas.dev/programs/internal/adapter"
)

// binaryEvent returns false for a message that lacks a required attribute.
func binaryEvent(m *message, contentType string) (adapter.Event, bool) {
	if m.property("specversion") != "1.0" {
		return adapter.Event{}, false
	}
	e := adapter.Event{
		ID: m.property("id"), Type: m.property("type"), Source: m.property("source"), Subject: m.property("subject"),
		Time: timeOf(m.property("time")), ContentType: contentType, Extensions: extensions(m), Data: m.payload,
	}
	if own := m.property("datacontenttype"); own != "" && m.contentType == "" {
		e.ContentType = own
	}
	return e, e.ID != "" && e.Type != "" && e.Source != ""
}

func isStructured(contentType string) bool {
	kind, _, err := mime.ParseMediaType(contentType)
	return err == nil && kind == "application/cloudevents+json"
}

// structuredEvent parses CloudEvents' JSON format.
func structuredEvent(payload []byte) (adapter.Event, bool) {
	var members map[string]json.RawMessage
	if json.Unmarshal(payload, &members) != nil {
		return adapter.Event{}, false
	}
	text := adapter.NewProperties(payload).Text
	e := adapter.Event{
		ID: text("id"), Type: text("type"), Source: text("source"), Subject: text("subject"),
		Time: timeOf(text("time")), ContentType: text("datacontenttype"),
	}
	if text("specversion") != "1.0" || e.ID == "" || e.Type == "" || e.Source == "" || !readData(&e, members) {
		return adapter.Event{}, false
	}
	for name := range members {
		if value := text(name); value != "" && adapter.ExtensionName(name) {
			if e.Extensions == nil {
				e.Extensions = map[string]string{}
			}
			e.Extensions[name] = value
		}
	}
	return e, true
}

// readData returns false if the data is not what the format allows.
func readData(e *adapter.Event, members map[string]json.RawMessage) bool {
	if encoded, ok := members["data_base64"]; ok {
		return json.Unmarshal(encoded, &e.Data) == nil // a []byte is encoded in base64
	}
	data, ok := members["data"]
	if !ok {
		return true
	}
	var text string
	if e.ContentType != "" && !isJSON(e.ContentType) && json.Unmarshal(data, &text) == nil {
		e.Data = []byte(text)
		return true
	}
	if e.ContentType == "" {
		e.ContentType = "application/json"
	}
	e.Data = data
	return true
}

func isJSON(contentType string) bool {
	kind, _, err := mime.ParseMediaType(contentType)
	return err == nil && (strings.HasSuffix(kind, "/json") || strings.HasSuffix(kind, "+json"))
}

// timeOf returns the zero time if the text is invalid: the event is still delivered, without a time.
func timeOf(text string) time.Time {
	read, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		return time.Time{}
	}
	return read
}
