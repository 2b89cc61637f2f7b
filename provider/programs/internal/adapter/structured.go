// CloudEvents' structured mode: the whole event as JSON, in which attributes need no encoding.
package adapter

import (
	"bytes"
	"encoding/json"
	"mime"
	"net/http"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

const structuredType = "application/cloudevents+json"

// Formats in which events are sent. CloudEvents' SDKs for Go and Java, and with them Knative's brokers and channels, do not decode
// headers (sdk-go v2.16, protocol/http): FormatPlain sends them JSON if an attribute would be encoded.
const (
	FormatBinary = "binary"
	FormatJSON   = "json"
	FormatPlain  = "plain"
)

// request returns the headers and body of the event in a format.
func (e Event) request(format string) (http.Header, []byte) {
	if format == FormatJSON || format == FormatPlain && e.isEncoded() {
		return http.Header{"Content-Type": {structuredType}}, e.structured()
	}
	return e.header(), e.Data
}

// isEncoded reports whether an attribute would be encoded in a header. Control characters are escaped in both modes.
func (e Event) isEncoded() bool {
	for _, value := range []string{e.ID, e.Type, e.Source, e.Subject} {
		if legal(value) != encoded(value) {
			return true
		}
	}
	for name, value := range e.Extensions {
		if isExtension(name, value) && legal(value) != encoded(value) {
			return true
		}
	}
	return false
}

func (e Event) structured() []byte {
	attributes := map[string]string{
		"specversion": "1.0", "id": legal(e.ID), "type": legal(e.Type), "source": legal(e.Source), "subject": legal(e.Subject),
	}
	if !e.Time.IsZero() {
		attributes["time"] = e.Time.UTC().Format(time.RFC3339Nano)
	}
	if validHeader(e.ContentType) {
		attributes["datacontenttype"] = strings.ToValidUTF8(e.ContentType, "")
	}
	for name, value := range e.Extensions {
		if isExtension(name, value) {
			attributes[name] = legal(value)
		}
	}
	var b bytes.Buffer
	for name, value := range attributes {
		if value != "" {
			member(&b, name, value)
		}
	}
	e.writeData(&b)
	return append(b.Bytes(), '}')
}

// writeData writes JSON data unchanged, byte by byte. Receivers expect a string as the data of every other media type.
func (e Event) writeData(b *bytes.Buffer) {
	kind, _, _ := mime.ParseMediaType(e.ContentType)
	switch {
	case len(e.Data) == 0:
	case kind == "application/json" && json.Valid(e.Data):
		b.WriteString(`,"data":`)
		b.Write(e.Data)
	default:
		member(b, "data_base64", e.Data)
	}
}

func member(b *bytes.Buffer, name string, value any) {
	text, err := json.Marshal(value)
	if err != nil {
		panic(err) // strings and bytes can always be encoded
	}
	if b.Len() == 0 {
		b.WriteString(`{"`)
	} else {
		b.WriteString(`,"`)
	}
	b.WriteString(name + `":`)
	b.Write(text)
}

// legal percent-encodes what an attribute's value must not contain (CloudEvents 1.0, type system): control characters, and bytes
// that are not valid text.
func legal(value string) string {
	var b strings.Builder
	for rest := value; rest != ""; {
		letter, size := utf8.DecodeRuneInString(rest)
		if unicode.IsControl(letter) || letter == utf8.RuneError && size == 1 {
			b.WriteString(encoded(rest[:size]))
		} else {
			b.WriteString(rest[:size])
		}
		rest = rest[size:]
	}
	return b.String()
}
