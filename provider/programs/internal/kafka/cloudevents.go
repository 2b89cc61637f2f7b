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

// answerOf converts the function's answer to an entry; it returns nil if there is no answer. A CloudEvent keeps its attributes, any
// other answer its content type. The key is that of the answered entry, unless the answer is an event with its own partition key.
func answerOf(topic string, reply adapter.Reply, r *kgo.Record) *kgo.Record {
	answer := &kgo.Record{Topic: topic, Key: r.Key, Value: reply.Body}
	if len(reply.Body) == 0 && reply.Header.Get("Ce-Id") == "" {
		return nil
	}
	if kind := reply.Header.Get("Content-Type"); kind != "" {
		answer.Headers = append(answer.Headers, kgo.RecordHeader{Key: "content-type", Value: []byte(kind)})
	}
	for _, name := range slices.Sorted(maps.Keys(reply.Header)) {
		attribute, ok := strings.CutPrefix(strings.ToLower(name), "ce-")
		if !ok {
			continue
		}
		value := decoded(reply.Header, name)
		if attribute == "partitionkey" && value != "" {
			answer.Key = []byte(value)
		}
		answer.Headers = append(answer.Headers, kgo.RecordHeader{Key: prefix + attribute, Value: []byte(value)})
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
