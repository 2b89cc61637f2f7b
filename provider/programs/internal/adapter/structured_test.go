// Tests of the formats of events: which one a sink gets, and that JSON contains each attribute unchanged.
package adapter

import (
	"encoding/json"
	"reflect"
	"testing"
	"time"
)

func TestFormats(t *testing.T) {
	plain := Event{ID: "1", Type: "t", Source: "s", Subject: "a/b", ContentType: "text/plain", Data: []byte("x")}
	subject := func(text string) Event { e := plain; e.Subject = text; return e }
	for _, c := range []struct {
		name, format string
		event        Event
		json         bool
	}{
		{"nothing to encode", FormatPlain, plain, false},
		{"nothing to encode, JSON", FormatJSON, plain, true},
		{"blank and umlaut", FormatPlain, subject("sensors/büro 1"), true},
		{"blank and umlaut, headers", FormatBinary, subject("sensors/büro 1"), false},
		{"percent", FormatPlain, subject("100%"), true},
		{"quote", FormatPlain, subject(`"x"`), true},
		{"control character, which is escaped anyway", FormatPlain, subject("a\nb"), false},
		{"extension", FormatPlain, plain.with(map[string]string{"note": "a b"}), true},
		{"no extension", FormatPlain, plain.with(map[string]string{"No Name": "a b"}), false},
	} {
		header, body := c.event.request(c.format)
		want := map[bool]string{true: structuredType, false: "text/plain"}[c.json]
		if got := header.Get("Content-Type"); got != want || (header.Get("Ce-Id") == "") != c.json || (string(body) == "x") == c.json {
			t.Errorf("%s: expected %s, got %v %s", c.name, want, header, body)
		}
	}
}

func TestStructured(t *testing.T) {
	at := time.Date(2026, 5, 4, 3, 2, 1, 5, time.FixedZone("", 3600))
	for _, c := range []struct {
		name  string
		event Event
		want  map[string]any
	}{
		{"all", Event{
			ID: "a b", Type: "t", Source: "/büro%20", Subject: `50 % "off"`, Time: at, ContentType: "text/plain",
			Extensions: map[string]string{"tenant": "x\ny \xff", "empty": "", "Upper": "no", "id": "no"}, Data: []byte("x"),
		}, map[string]any{
			"specversion": "1.0", "id": "a b", "type": "t", "source": "/büro%20", "subject": `50 % "off"`,
			"time": "2026-05-04T02:02:01.000000005Z", "datacontenttype": "text/plain", "tenant": "x%0Ay %FF", "data_base64": "eA==",
		}},
		{"JSON", Event{ID: "1", Type: "t", Source: "s", ContentType: "application/json; charset=utf-8", Data: []byte(`{"a": [1, "<"]}`)}, map[string]any{
			"specversion": "1.0", "id": "1", "type": "t", "source": "s", "datacontenttype": "application/json; charset=utf-8",
			"data": map[string]any{"a": []any{1.0, "<"}},
		}},
		{"not JSON, despite its type", Event{ID: "1", Type: "t", Source: "s", ContentType: "application/json", Data: []byte(`{`)}, map[string]any{
			"specversion": "1.0", "id": "1", "type": "t", "source": "s", "datacontenttype": "application/json", "data_base64": "ew==",
		}},
		{"no data", Event{ID: "1", Type: "t", Source: "s"}, map[string]any{"specversion": "1.0", "id": "1", "type": "t", "source": "s"}},
	} {
		var got map[string]any
		if err := json.Unmarshal(c.event.structured(), &got); err != nil || !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: expected %v, got %v (%v)", c.name, c.want, got, err)
		}
	}
}

// A broker's filter also compares the attributes of a dead letter.
func TestFormatOfADeadLetter(t *testing.T) {
	p, letters := newPlace(t, 422), newPlace(t, 202)
	p.body = "no such order"
	s, _ := sinkOf(p.URL, Delivery{Retry: new(0), DeadLetter: letters.URL, DeadLetterFormat: FormatPlain})
	s.Deliver(t.Context(), event)
	var got map[string]any
	if err := json.Unmarshal([]byte(letters.data[0]), &got); err != nil || got["knativeerrordata"] != "no such order" {
		t.Errorf("expected the message of the sink, got %s", letters.data[0])
	}
	if p.requests[0].Header.Get("Ce-Id") != "1" || p.data[0] != "the data" {
		t.Errorf("expected the event in headers, got %v %s", p.requests[0].Header, p.data[0])
	}
}
