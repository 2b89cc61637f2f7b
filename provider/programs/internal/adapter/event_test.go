// Tests of events as requests: headers, percent-encoding, extensions, overrides.
package adapter

import (
	"net/http"
	"reflect"
	"testing"
	"time"
)

func TestHeader(t *testing.T) {
	e := Event{
		ID: "a b", Type: "t", Source: "s", Subject: `50% of "ü"`, ContentType: "text/plain; charset=utf-8",
		Time:       time.Date(2026, 5, 4, 3, 2, 1, 5, time.FixedZone("", 3600)),
		Extensions: map[string]string{"tenant": "x\ny", "empty": "", "Upper": "no", "id": "no", "a-b": "no", "dataschema": "http://x"},
	}
	want := http.Header{
		"Ce-Specversion": {"1.0"}, "Ce-Id": {"a%20b"}, "Ce-Type": {"t"}, "Ce-Source": {"s"},
		"Ce-Subject": {"50%25%20of%20%22%C3%BC%22"}, "Ce-Time": {"2026-05-04T02:02:01.000000005Z"},
		"Content-Type": {"text/plain; charset=utf-8"}, "Ce-Tenant": {"x%0Ay"}, "Ce-Dataschema": {"http://x"},
	}
	if got := e.header(); !reflect.DeepEqual(got, want) {
		t.Errorf("expected %v, got %v", want, got)
	}
}

func TestEmptyFieldsAreOmitted(t *testing.T) {
	want := http.Header{"Ce-Specversion": {"1.0"}, "Ce-Id": {"1"}, "Ce-Type": {"t"}, "Ce-Source": {"s"}}
	if got := (Event{ID: "1", Type: "t", Source: "s", ContentType: "bad\r\nheader: x"}).header(); !reflect.DeepEqual(got, want) {
		t.Errorf("expected %v, got %v", want, got)
	}
}

// Whatever an attribute contains, its encoding can be sent.
func TestEveryByteCanBeSent(t *testing.T) {
	all := make([]byte, 256)
	for index := range all {
		all[index] = byte(index)
	}
	p := newPlace(t, 200)
	s, _ := sinkOf(p.URL, Delivery{Retry: new(0)})
	e := Event{ID: string(all), Type: string(all), Source: string(all), Subject: string(all), ContentType: string(all)}
	if got, err := s.Deliver(t.Context(), e); got != Delivered || err != nil {
		t.Errorf("expected to be delivered, got %d, %v", got, err)
	}
}

func TestOverrides(t *testing.T) {
	var wrong Problems
	p := newPlace(t, 200)
	s, _ := sinkOf(p.URL, Delivery{})
	s.override = readOverrides(`{"extensions":{"tenant":"shop","stage":"a b"}}`, &wrong)
	e := event
	e.Extensions = map[string]string{"tenant": "other", "trace": "1"}
	s.Deliver(t.Context(), e)
	header := p.requests[0].Header
	if wrong.Any() || header.Get("Ce-Tenant") != "shop" || header.Get("Ce-Stage") != "a%20b" || header.Get("Ce-Trace") != "1" {
		t.Errorf("expected the overrides to win, got %v (%v)", header, wrong.List())
	}
	for _, text := range []string{`{"extensions":{"a":1}}`, `[]`, `x`, `{"extensions":{"data":"x"}}`, `{"extensions":{"":"x"}}`} {
		var wrong Problems
		if readOverrides(text, &wrong); !wrong.Any() {
			t.Errorf("%s: expected a mistake", text)
		}
	}
}

func TestAttributes(t *testing.T) {
	var wrong Problems
	c := Common{Type: "order.{json.kind}", Source: "{json.none}", Subject: "{topic}", ID: "order-{json.id}"}
	a := c.Attributes(&wrong, "topic", "json.")
	values := map[string]string{"topic": "a", "json.kind": "placed", "json.id": "7"}
	value := func(name string) string { return values[name] }
	e := Event{ID: "hash", Type: "default", Source: "default"}
	a.Fill(&e, value)
	if want := (Event{ID: "order-7", Type: "order.placed", Source: "default", Subject: "a"}); !reflect.DeepEqual(e, want) {
		t.Errorf("expected %+v, got %+v", want, e)
	}
	delete(values, "json.id")
	e = Event{ID: "hash", Type: "default", Source: "default"}
	if a.Fill(&e, value); e.ID != "hash" {
		t.Errorf("expected its own ID if a part is missing, got %q", e.ID)
	}
}
