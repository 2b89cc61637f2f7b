// Attributes of CloudEvents in HTTP headers: reads and writes the binary mode, with its encoding.

//go:build go1.21

package main

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/cloudevents/sdk-go/v2/event"
	"github.com/cloudevents/sdk-go/v2/types"
)

// binary reads attributes from headers, following the HTTP protocol binding of CloudEvents 1.0.
func binary(header http.Header, body []byte) (event.Event, error) {
	if version := header.Get("Ce-Specversion"); version != event.CloudEventsVersionV1 && version != event.CloudEventsVersionV03 {
		return event.Event{}, errors.New("the header Ce-Specversion must be 1.0 or 0.3")
	}
	in := event.New(header.Get("Ce-Specversion"))
	in.SetID(decoded(header.Get("Ce-Id")))
	in.SetSource(decodedURI(header.Get("Ce-Source")))
	in.SetType(decoded(header.Get("Ce-Type")))
	in.SetSubject(decoded(header.Get("Ce-Subject")))
	in.SetDataSchema(decodedURI(header.Get("Ce-Dataschema")))
	if text := header.Get("Ce-Time"); text != "" {
		at, err := time.Parse(time.RFC3339Nano, text)
		if err != nil {
			return in, err
		}
		in.SetTime(at)
	}
	for name, values := range header {
		key := strings.ToLower(strings.TrimPrefix(name, "Ce-"))
		if strings.HasPrefix(name, "Ce-") && !known[key] {
			in.SetExtension(key, decoded(values[0]))
		}
	}
	if len(body) == 0 {
		return in, nil
	}
	return in, in.SetData(header.Get("Content-Type"), body)
}

var known = map[string]bool{
	"specversion": true, "id": true, "source": true, "type": true, "subject": true, "dataschema": true, "time": true,
}

func writeHeaders(header http.Header, out event.Event) {
	for name, value := range attributes(out) {
		header.Set("Ce-"+name, encoded(value))
	}
	header.Set("Content-Type", out.DataContentType())
}

// attributes returns the attributes that are set, as strings.
func attributes(of event.Event) map[string]string {
	all := map[string]string{
		"specversion": of.SpecVersion(), "id": of.ID(), "source": of.Source(), "type": of.Type(),
		"subject": of.Subject(), "dataschema": of.DataSchema(),
	}
	if !of.Time().IsZero() {
		all["time"] = of.Time().Format(time.RFC3339Nano)
	}
	for name, value := range of.Extensions() {
		if text, err := types.Format(value); err == nil {
			all[name] = text
		}
	}
	for name, value := range all {
		if value == "" {
			delete(all, name)
		}
	}
	return all
}

// isEncoded reports whether a header would encode an attribute. Control characters are escaped in both modes.
func isEncoded(of event.Event) bool {
	for _, value := range attributes(of) {
		if encoded(value) != legal(value) {
			return true
		}
	}
	return false
}

// legalized escapes characters that attributes must not contain.
func legalized(of event.Event) event.Event {
	all := of.Clone()
	all.SetID(legal(of.ID()))
	all.SetType(legal(of.Type()))
	all.SetSubject(legal(of.Subject()))
	for name, value := range of.Extensions() {
		if text, ok := value.(string); ok {
			all.SetExtension(name, legal(text))
		}
	}
	return all
}

// legal percent-encodes control characters and bytes that are not valid text (CloudEvents 1.0, type system).
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

// encoded percent-encodes a value for a header, following 3.1.3.2 of the HTTP protocol binding.
func encoded(value string) string {
	const digits = "0123456789ABCDEF"
	var b strings.Builder
	for index := 0; index < len(value); index++ {
		if letter := value[index]; needsEscape(letter) || letter == '%' {
			b.Write([]byte{'%', digits[letter>>4], digits[letter&15]})
		} else {
			b.WriteByte(letter)
		}
	}
	return b.String()
}

// needsEscape also reports characters that no encoding sender leaves in a header.
func needsEscape(letter byte) bool { return letter <= ' ' || letter >= 0x7f || letter == '"' }

// decoded decodes one round of percent-encoding. Unencoded values stay unchanged: Knative writes values into headers without encoding.
func decoded(value string) string {
	if inner, ok := unquoted(value); ok {
		value = inner
	} else if strings.ContainsFunc(value, func(letter rune) bool { return letter > unicode.MaxASCII || needsEscape(byte(letter)) }) {
		return value
	}
	text, err := url.PathUnescape(value)
	if err != nil || !utf8.ValidString(text) {
		return value
	}
	return text
}

// unquoted supports senders of earlier versions of the binding (RFC 7230, 3.2.6).
func unquoted(value string) (string, bool) {
	if len(value) < 2 || value[0] != '"' || value[len(value)-1] != '"' {
		return "", false
	}
	var b strings.Builder
	for index := 1; index < len(value)-1; index++ {
		if value[index] == '\\' && index < len(value)-2 {
			index++
		}
		b.WriteByte(value[index])
	}
	return b.String(), true
}

// decodedURI does not decode values that are encoded as URIs themselves, from a sender that does not encode headers.
func decodedURI(value string) string {
	text := decoded(value)
	for index := 0; index < len(text); index++ {
		if needsEscape(text[index]) || strings.IndexByte("<>\\^`{|}", text[index]) >= 0 {
			return value
		}
	}
	return text
}
