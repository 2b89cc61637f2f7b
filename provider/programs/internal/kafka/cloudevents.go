// CloudEvents' binding for Kafka, in binary mode: attributes are headers, both of entries that are read and of those written.
package kafka

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"

	"knative-faas.dev/programs/internal/adapter"
)

const prefix = "ce_"

// binaryEvent returns false for an entry that lacks a required attribute.
func binaryEvent(r *kgo.Record, contentType string) (adapter.Event, bool) {
	if header(r, prefix+"specversion") != "1.0" {
		return adapter.Event{}, false
	}
	e := adapter.Event{
		ID: header(r, prefix+"id"), Type: header(r, prefix+"type"), Source: header(r, prefix+"source"), Subject: header(r, prefix+"subject"),
		Time: adapter.ReadTime(header(r, prefix+"time")), ContentType: contentType, Data: r.Value,
	}
	for _, one := range r.Headers {
		if name, ok := strings.CutPrefix(strings.ToLower(one.Key), prefix); ok && adapter.ExtensionName(name) {
			extend(&e, name, string(one.Value))
		}
	}
	return e, e.ID != "" && e.Type != "" && e.Source != ""
}

// headersOf returns the headers of an event in binary mode.
func headersOf(e adapter.Event) (all []kgo.RecordHeader) {
	add := func(name, value string) {
		if value != "" {
			all = append(all, kgo.RecordHeader{Key: name, Value: []byte(value)})
		}
	}
	add(prefix+"specversion", "1.0")
	add(prefix+"id", e.ID)
	add(prefix+"type", e.Type)
	add(prefix+"source", e.Source)
	add(prefix+"subject", e.Subject)
	if !e.Time.IsZero() {
		add(prefix+"time", e.Time.UTC().Format(time.RFC3339Nano))
	}
	add("content-type", e.ContentType)
	for _, name := range slices.Sorted(maps.Keys(e.Extensions)) {
		add(prefix+name, e.Extensions[name])
	}
	return all
}

// deadLetter returns the entry for the dead letter topic: the event in binary mode, with the original entry's key and headers.
func deadLetter(topic string, e adapter.Event, r *kgo.Record) *kgo.Record {
	headers := headersOf(e)
	for _, one := range r.Headers {
		name := strings.ToLower(one.Key)
		if name != "content-type" && !strings.HasPrefix(name, prefix) {
			headers = append(headers, one)
		}
	}
	return &kgo.Record{Topic: topic, Key: r.Key, Value: e.Data, Headers: headers}
}

// causation is the extension of CloudEvents that names the event which caused another one.
const causation = "causationid"

// answered is what an answer keeps of the event that it answers.
type answered struct {
	id  string
	key []byte
}

// answerOf converts the function's answer to an entry; it returns nil if there is no answer. A CloudEvent keeps its attributes, any
// other answer its content type. The key is that of the answered event, unless the answer is an event with its own partition key. The
// id of the answered event is the extension causationid of an answer that is an event, and a header of that name otherwise.
func answerOf(topic string, header http.Header, body []byte, to answered) *kgo.Record {
	answer := &kgo.Record{Topic: topic, Key: to.key, Value: body}
	isEvent := header.Get("Ce-Id") != ""
	if len(body) == 0 && !isEvent {
		return nil
	}
	add := func(name, value string) {
		answer.Headers = append(answer.Headers, kgo.RecordHeader{Key: name, Value: []byte(value)})
	}
	if kind := header.Get("Content-Type"); kind != "" {
		add("content-type", kind)
	}
	for _, name := range slices.Sorted(maps.Keys(header)) {
		attribute, ok := strings.CutPrefix(strings.ToLower(name), "ce-")
		if !ok {
			continue
		}
		value := decoded(header, name)
		if attribute == "partitionkey" && value != "" {
			answer.Key = []byte(value)
		}
		add(prefix+attribute, value)
	}
	switch {
	case to.id == "" || header.Get("Ce-"+causation) != "":
	case isEvent:
		add(prefix+causation, to.id)
	default:
		add(causation, to.id)
	}
	return answer
}

// decoded undoes the percent-encoding of CloudEvents' HTTP binding; an invalid encoding is returned unchanged.
func decoded(h http.Header, name string) string {
	value := h.Get(name)
	if plain, err := url.PathUnescape(value); err == nil {
		return plain
	}
	return value
}
