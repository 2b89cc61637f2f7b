// Tests of messages that are already CloudEvents.
package mqtt

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/eclipse/paho.golang/paho"

	"knative-faas.dev/programs/internal/adapter"
)

func properties(pairs ...string) (user []property) {
	for index := 0; index < len(pairs); index += 2 {
		user = append(user, property{pairs[index], pairs[index+1]})
	}
	return user
}

func TestBinaryEvent(t *testing.T) {
	full := []string{"specversion", "1.0", "id", "7", "type", "t", "source", "s"}
	for _, c := range []struct {
		name string
		user []property
		want *adapter.Event // nil: none
	}{
		{"required ones", properties(full...), &adapter.Event{ID: "7", Type: "t", Source: "s", ContentType: "text/plain"}},
		{"all", properties(append(full, "subject", "x", "time", "2026-05-04T03:02:01Z", "tenant", "shop", "Upper", "no")...), &adapter.Event{
			ID: "7", Type: "t", Source: "s", Subject: "x", Time: time.Date(2026, 5, 4, 3, 2, 1, 0, time.UTC),
			ContentType: "text/plain", Extensions: map[string]string{"tenant": "shop"},
		}},
		{"an invalid time", properties(append(full, "time", "soon")...), &adapter.Event{ID: "7", Type: "t", Source: "s", ContentType: "text/plain"}},
		{"twice", properties(append(full, "id", "8", "a", "1", "a", "2")...), &adapter.Event{
			ID: "7", Type: "t", Source: "s", ContentType: "text/plain", Extensions: map[string]string{"a": "1"},
		}},
		{"nothing", nil, nil},
		{"no version", properties(full[2:]...), nil},
		{"other version", properties(append([]string{"specversion", "0.3"}, full[2:]...)...), nil},
		{"no id", properties("specversion", "1.0", "type", "t", "source", "s"), nil},
		{"empty source", properties("specversion", "1.0", "id", "7", "type", "t", "source", ""), nil},
	} {
		got, ok := binaryEvent(&message{user: c.user, contentType: "text/plain"}, "text/plain")
		if ok != (c.want != nil) || ok && !reflect.DeepEqual(got, *c.want) {
			t.Errorf("%s: expected %+v, got %+v, %v", c.name, c.want, got, ok)
		}
	}
}

func TestStructuredEvent(t *testing.T) {
	const start = `{"specversion":"1.0","id":"7","type":"t","source":"s"`
	for _, c := range []struct {
		name, payload string
		want          *adapter.Event
	}{
		{"no data", start + `}`, &adapter.Event{ID: "7", Type: "t", Source: "s"}},
		{"json", start + `,"data":{"a": 1}}`, &adapter.Event{ID: "7", Type: "t", Source: "s", ContentType: "application/json", Data: []byte(`{"a": 1}`)}},
		{"json in name", start + `,"datacontenttype":"application/x+json; v=1","data":"x"}`, &adapter.Event{
			ID: "7", Type: "t", Source: "s", ContentType: "application/x+json; v=1", Data: []byte(`"x"`),
		}},
		{"text", start + `,"datacontenttype":"text/plain","data":"x\n"}`, &adapter.Event{
			ID: "7", Type: "t", Source: "s", ContentType: "text/plain", Data: []byte("x\n"),
		}},
		{"binary", start + `,"datacontenttype":"image/png","data_base64":"AAEC"}`, &adapter.Event{
			ID: "7", Type: "t", Source: "s", ContentType: "image/png", Data: []byte{0, 1, 2},
		}},
		{"attributes", start + `,"subject":"x","time":"2026-05-04T03:02:01Z","n":7,"b":true,"e":null,"dataschema":"http://x"}`, &adapter.Event{
			ID: "7", Type: "t", Source: "s", Subject: "x", Time: time.Date(2026, 5, 4, 3, 2, 1, 0, time.UTC),
			Extensions: map[string]string{"n": "7", "b": "true", "dataschema": "http://x"},
		}},
		{"not json", `hello`, nil},
		{"a list", `[` + start + `}]`, nil},
		{"no id", `{"specversion":"1.0","type":"t","source":"s"}`, nil},
		{"other version", strings.Replace(start, "1.0", "2.0", 1) + `}`, nil},
		{"broken binary", start + `,"data_base64":"%"}`, nil},
	} {
		got, ok := adapter.ReadStructured([]byte(c.payload))
		if ok != (c.want != nil) || ok && !reflect.DeepEqual(got, *c.want) {
			t.Errorf("%s: expected %+v, got %+v, %v", c.name, c.want, got, ok)
		}
	}
}

// Whatever the properties are, a message that is accepted as an event has all required attributes and can be sent.
func FuzzBinaryEvent(f *testing.F) {
	f.Add("specversion", "1.0", "id", "7", "type", "t", "source", "s", "a/b")
	f.Add("", "", "", "", "", "", "", "", "")
	f.Add("id", "x", "id", "y", "specversion", "1.0", "Time", "\x00", "text/plain\n")
	f.Fuzz(func(t *testing.T, a, b, c, d, e, g, h, i, contentType string) {
		m := &message{user: properties(a, b, c, d, e, g, h, i), contentType: contentType, topic: "t", qos: 1}
		got, ok := binaryEvent(m, contentType)
		if ok && (got.ID == "" || got.Type == "" || got.Source == "") {
			t.Errorf("an event without ID, type or source: %+v", got)
		}
		for name := range got.Extensions {
			if !adapter.ExtensionName(name) {
				t.Errorf("an extension with the name %q", name)
			}
		}
		if whole := eventOf(&Config{Address: "mqtt://x"}, letter{message: m, identity: "1"}); whole.ID == "" || whole.Type == "" {
			t.Errorf("an event without ID or type: %+v", whole)
		}
	})
}

// FuzzStructuredEvent is the same for payloads.
func FuzzStructuredEvent(f *testing.F) {
	f.Add(`{"specversion":"1.0","id":"7","type":"t","source":"s","data":{}}`)
	f.Add(`{"specversion":"1.0","id":7,"type":["t"],"source":{},"data_base64":"AA=="}`)
	f.Add(`[]`)
	f.Fuzz(func(t *testing.T, payload string) {
		if e, ok := adapter.ReadStructured([]byte(payload)); ok && (e.ID == "" || e.Type == "" || e.Source == "") {
			t.Errorf("an event without ID, type or source: %+v", e)
		}
	})
}

// With a real broker: each message as the sink receives it.
func TestContentTypesAndProperties(t *testing.T) {
	b := startBroker(t)
	s := startSink(t, nil)
	start(t, environment(b, s, settings{
		"type": "message.{topic.2}", "subject": "{json.order}", "id": "{json.id}", "contentType": "text/fallback", "ordered": true,
	})).subscribed()
	client := publisher(t, b, "publisher")
	user := func(pairs ...string) (u paho.UserProperties) {
		for _, one := range properties(pairs...) {
			u.Add(one.name, one.value)
		}
		return u
	}
	for number, c := range []struct {
		payload    string
		properties *paho.PublishProperties
		want       map[string]string
		body       string
	}{
		{`{"id":"7","order":3}`, &paho.PublishProperties{ContentType: "application/json", User: user("tenant", "shöp", "Odd-One", "x", "id", "no")},
			map[string]string{"Ce-Id": "7", "Ce-Type": "message.a", "Ce-Subject": "3", "Content-Type": "application/json", "Ce-Tenant": "sh%C3%B6p"}, ""},
		{"plain", nil, map[string]string{"Ce-Type": "message.a", "Ce-Subject": "", "Content-Type": "text/fallback"}, ""},
		{"data", &paho.PublishProperties{ContentType: "text/plain", User: user("specversion", "1.0", "id", "own", "type", "ot", "source", "os", "x", "1")},
			map[string]string{"Ce-Id": "own", "Ce-Type": "ot", "Ce-Source": "os", "Ce-Subject": "", "Content-Type": "text/plain", "Ce-X": "1"}, ""},
		{`{"specversion":"1.0","id":"in","type":"it","source":"is","data":{"a":1}}`, &paho.PublishProperties{ContentType: "application/cloudevents+json; charset=utf-8"},
			map[string]string{"Ce-Id": "in", "Ce-Type": "it", "Ce-Source": "is", "Content-Type": "application/json"}, `{"a":1}`},
		{`not an event`, &paho.PublishProperties{ContentType: "application/cloudevents+json"},
			map[string]string{"Ce-Type": "message.a", "Content-Type": "application/octet-stream"}, ""},
	} {
		publish(t, client, "t/a", c.payload, c.properties)
		got := s.wait(t, number+1)[number]
		for header, want := range c.want {
			if got.header.Get(header) != want {
				t.Errorf("%s: expected %s %q, got %q", c.payload, header, want, got.header.Get(header))
			}
		}
		if want := c.body; want == "" && got.body != c.payload || want != "" && got.body != want {
			t.Errorf("%s: got the body %q", c.payload, got.body)
		}
	}
	if ids := fmt.Sprint(len(s.seen()[1].header.Get("Ce-Id"))); ids != "32" {
		t.Errorf("expected an identity of its own where the message has none, got %q", s.seen()[1].header.Get("Ce-Id"))
	}
}
