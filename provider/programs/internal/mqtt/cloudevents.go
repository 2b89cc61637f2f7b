// Messages that already are CloudEvents in the binary mode of CloudEvents' binding for MQTT: by user properties (MQTT 5).
package mqtt

import "knative-faas.dev/programs/internal/adapter"

// binaryEvent returns false for a message that lacks a required attribute.
func binaryEvent(m *message, contentType string) (adapter.Event, bool) {
	if m.property("specversion") != "1.0" {
		return adapter.Event{}, false
	}
	e := adapter.Event{
		ID: m.property("id"), Type: m.property("type"), Source: m.property("source"), Subject: m.property("subject"),
		Time: adapter.ReadTime(m.property("time")), ContentType: contentType, Extensions: extensions(m), Data: m.payload,
	}
	if own := m.property("datacontenttype"); own != "" && m.contentType == "" {
		e.ContentType = own
	}
	return e, e.ID != "" && e.Type != "" && e.Source != ""
}
