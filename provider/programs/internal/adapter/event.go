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
	h := make(http.Header, 8+len(e.Extensions))
	h["Ce-Specversion"] = []string{"1.0"}
	h["Ce-Id"] = []string{encoded(e.ID)}
	h["Ce-Type"] = []string{encoded(e.Type)}
	h["Ce-Source"] = []string{encoded(e.Source)}
	if e.Subject != "" {
		h["Ce-Subject"] = []string{encoded(e.Subject)}
	}
	if !e.Time.IsZero() {
		h["Ce-Time"] = []string{e.Time.UTC().Format(time.RFC3339Nano)}
	}
	// A media type that is not a valid header would fail every time the event is sent.
	if e.ContentType != "" && validHeader(e.ContentType) {
		h["Content-Type"] = []string{e.ContentType}
	}
	for name, value := range e.Extensions {
		if isExtension(name, value) {
			h[http.CanonicalHeaderKey("ce-"+name)] = []string{encoded(value)}
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
