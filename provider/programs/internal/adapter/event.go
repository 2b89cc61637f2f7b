// An event, and its encoding as headers of a request: CloudEvents' binary mode over HTTP.
package adapter

import (
	"maps"
	"net/http"
	"strings"
	"time"
)

// Event is what a source delivers. ID, Type and Source are required; other empty fields are omitted.
type Event struct {
	ID, Type, Source, Subject string
	Time                      time.Time
	ContentType               string
	Extensions                map[string]string
	Data                      []byte
	// Key orders events: those with the same non-empty key are delivered one after the other, in the order in which the Window
	// received them.
	Key string
}

// reserved are names that an extension can't have; dataschema may be sent like one.
var reserved = map[string]bool{
	"specversion": true, "id": true, "type": true, "source": true, "subject": true, "time": true, "datacontenttype": true, "data": true,
}

// ExtensionName reports whether a name is valid for an extension: lower case letters and digits, and not an attribute of
// CloudEvents itself.
func ExtensionName(name string) bool {
	for _, letter := range []byte(name) {
		if (letter < 'a' || letter > 'z') && (letter < '0' || letter > '9') {
			return false
		}
	}
	return name != "" && !reserved[name]
}

// with returns the event with additional extensions, which override its own.
func (e Event) with(extensions map[string]string) Event {
	if len(extensions) == 0 {
		return e
	}
	all := maps.Clone(e.Extensions)
	if all == nil {
		all = make(map[string]string, len(extensions))
	}
	maps.Copy(all, extensions)
	e.Extensions = all
	return e
}

func (e Event) header() http.Header {
	count := 7 + len(e.Extensions)
	h, values := make(http.Header, count), make([]string, 0, count) // one piece of memory for all values
	set := func(name, value string) {
		values = append(values, value)
		h[name] = values[len(values)-1 : len(values) : len(values)]
	}
	set("Ce-Specversion", "1.0")
	set("Ce-Id", encoded(e.ID))
	set("Ce-Type", encoded(e.Type))
	set("Ce-Source", encoded(e.Source))
	if e.Subject != "" {
		set("Ce-Subject", encoded(e.Subject))
	}
	if !e.Time.IsZero() {
		set("Ce-Time", e.Time.UTC().Format(time.RFC3339Nano))
	}
	// A media type that is not a valid header would fail every time the event is sent.
	if e.ContentType != "" && validHeader(e.ContentType) {
		set("Content-Type", e.ContentType)
	}
	for name, value := range e.Extensions {
		if isExtension(name, value) {
			set("Ce-"+strings.ToUpper(name[:1])+name[1:], encoded(value))
		}
	}
	return h
}

func isExtension(name, value string) bool { return ExtensionName(name) && value != "" }

const upperHex = "0123456789ABCDEF"

// encoded percent-encodes a value for a header according to CloudEvents' HTTP binding, 3.1.3.2: space, double quote, percent and
// everything that is not printable ASCII.
func encoded(value string) string {
	count := 0
	for index := range len(value) {
		if escapes(value[index]) {
			count++
		}
	}
	if count == 0 {
		return value
	}
	var b strings.Builder
	b.Grow(len(value) + 2*count)
	for index := range len(value) {
		letter := value[index]
		if !escapes(letter) {
			b.WriteByte(letter)
			continue
		}
		b.WriteByte('%')
		b.WriteByte(upperHex[letter>>4])
		b.WriteByte(upperHex[letter&15])
	}
	return b.String()
}

func escapes(letter byte) bool {
	return letter <= ' ' || letter >= 0x7f || letter == '"' || letter == '%'
}

// validHeader reports whether a value can be sent in a header unchanged.
func validHeader(value string) bool {
	for index := range len(value) {
		if letter := value[index]; (letter < ' ' && letter != '\t') || letter == 0x7f {
			return false
		}
	}
	return true
}
