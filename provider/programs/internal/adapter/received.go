// Reads messages that already are CloudEvents in structured mode, whose JSON format is the same for all protocols.
package adapter

import (
	"encoding/json"
	"mime"
	"strings"
	"time"
)

// IsStructured reports whether a content type is that of a CloudEvent in structured mode.
func IsStructured(contentType string) bool {
	kind, _, err := mime.ParseMediaType(contentType)
	return err == nil && kind == structuredType
}

// ReadStructured parses CloudEvents' JSON format; it returns false if the payload is not an event.
func ReadStructured(payload []byte) (Event, bool) {
	var members map[string]json.RawMessage
	if json.Unmarshal(payload, &members) != nil {
		return Event{}, false
	}
	text := NewProperties(payload).Text
	e := Event{
		ID: text("id"), Type: text("type"), Source: text("source"), Subject: text("subject"),
		Time: ReadTime(text("time")), ContentType: text("datacontenttype"),
	}
	if text("specversion") != "1.0" || e.ID == "" || e.Type == "" || e.Source == "" || !readData(&e, members) {
		return Event{}, false
	}
	for name := range members {
		if value := text(name); value != "" && ExtensionName(name) {
			if e.Extensions == nil {
				e.Extensions = map[string]string{}
			}
			e.Extensions[name] = value
		}
	}
	return e, true
}

// readData returns false for data that the format does not allow.
func readData(e *Event, members map[string]json.RawMessage) bool {
	if encoded, ok := members["data_base64"]; ok {
		return json.Unmarshal(encoded, &e.Data) == nil // which decodes base64 into a []byte
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

// ReadTime returns the zero time for an invalid text: an event without a time is better than none.
func ReadTime(text string) time.Time {
	read, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		return time.Time{}
	}
	return read
}
