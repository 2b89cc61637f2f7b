// Converts an entry to an event.
package kafka

import (
	"cmp"
	"encoding/base64"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/twmb/franz-go/pkg/kgo"

	"knative-faas.dev/programs/internal/adapter"
)

// eventOf passes on an entry that is a CloudEvent, and converts any other entry.
func eventOf(c *Config, r *kgo.Record) adapter.Event {
	given := header(r, "content-type")
	e, ok := binaryEvent(r, given)
	if !ok && adapter.IsStructured(given) {
		if e, ok = adapter.ReadStructured(r.Value); !ok {
			// With its own content type a receiver would parse it as an event, and fail.
			given = "application/octet-stream"
		}
	}
	if !ok {
		e = plainEvent(c, r, given)
	}
	addKey(&e, r, ok)
	addHeaders(&e, r)
	if r.Value == nil {
		extend(&e, "kafkatombstone", "true")
	}
	return e
}

func plainEvent(c *Config, r *kgo.Record, contentType string) adapter.Event {
	e := adapter.Event{Type: defaultType, ContentType: contentType, Data: r.Value}
	if r.Value != nil {
		e.ContentType = cmp.Or(contentType, c.ContentType)
	}
	if r.Timestamp.UnixMilli() > 0 {
		e.Time = r.Timestamp
	}
	value := valueOf(r)
	c.attributes.Fill(&e, value)
	if e.ID == "" { // the entry lacks what the template needs
		e.ID, _ = c.otherID.Expand(value)
	}
	if e.Source == "" {
		e.Source, _ = c.otherSource.Expand(value)
	}
	return e
}

// valueOf returns the values of the templates' placeholders.
func valueOf(r *kgo.Record) func(name string) string {
	properties := adapter.NewProperties(r.Value)
	return func(name string) string {
		if property, found := strings.CutPrefix(name, "json."); found {
			return properties.Text(property)
		}
		if name, found := strings.CutPrefix(name, "header."); found {
			return header(r, name)
		}
		switch name {
		case "topic":
			return r.Topic
		case "partition":
			return strconv.Itoa(int(r.Partition))
		case "offset":
			return strconv.FormatInt(r.Offset, 10)
		}
		return string(r.Key) // the only remaining name is {key}
	}
}

// addKey adds the key as partitionkey, and unless the entry is a CloudEvent also as key, its name in Knative's KafkaSource.
func addKey(e *adapter.Event, r *kgo.Record, isEvent bool) {
	switch {
	case len(r.Key) == 0:
	case !utf8.Valid(r.Key):
		extend(e, "keybase64", base64.StdEncoding.EncodeToString(r.Key))
	default:
		extend(e, "partitionkey", string(r.Key))
		if !isEvent {
			extend(e, "key", string(r.Key))
		}
	}
}

// addHeaders names extensions as Knative's KafkaSource does. Headers of CloudEvents are attributes already.
func addHeaders(e *adapter.Event, r *kgo.Record) {
	for _, one := range r.Headers {
		name := strings.ToLower(one.Key)
		if name == "content-type" || strings.HasPrefix(name, prefix) || !utf8.Valid(one.Value) {
			continue
		}
		extend(e, "kafkaheader"+strings.Map(lettersAndDigits, name), string(one.Value))
	}
}

func lettersAndDigits(letter rune) rune {
	if letter >= 'a' && letter <= 'z' || letter >= '0' && letter <= '9' {
		return letter
	}
	return -1
}

// extend never replaces an extension.
func extend(e *adapter.Event, name, value string) {
	if _, there := e.Extensions[name]; there {
		return
	}
	if e.Extensions == nil {
		e.Extensions = map[string]string{}
	}
	e.Extensions[name] = value
}

// header returns the first header with that name, in upper or lower case.
func header(r *kgo.Record, name string) string {
	for _, one := range r.Headers {
		if strings.EqualFold(one.Key, name) {
			return string(one.Value)
		}
	}
	return ""
}
