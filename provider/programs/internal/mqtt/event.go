// Converts a message to an event.
package mqtt

import (
	"strconv"
	"strings"

	"knative-faas.dev/programs/internal/adapter"
)

// eventOf passes on a message that is a CloudEvent unchanged, and converts any other message.
func eventOf(c *Config, l letter) adapter.Event {
	contentType := l.contentType
	if contentType == "" {
		contentType = c.ContentType
	}
	e, ok := binaryEvent(l.message, contentType)
	if !ok && adapter.IsStructured(contentType) {
		if e, ok = adapter.ReadStructured(l.payload); !ok {
			// With its own content type a receiver would parse it as an event, and fail.
			contentType = "application/octet-stream"
		}
	}
	if !ok {
		e = plainEvent(c, l, contentType)
	}
	return e
}

func plainEvent(c *Config, l letter, contentType string) adapter.Event {
	e := adapter.Event{
		ID: l.identity, Type: defaultType, Source: c.Address, ContentType: contentType, Extensions: extensions(l.message), Data: l.payload,
	}
	properties := adapter.NewProperties(l.payload)
	c.attributes.Fill(&e, func(name string) string {
		if property, found := strings.CutPrefix(name, "json."); found {
			return properties.Text(property)
		}
		if level, found := strings.CutPrefix(name, "topic."); found {
			return levelOf(l.topic, level)
		}
		return l.topic
	})
	return e
}

// levelOf returns a level of a topic by its number, from 1, or "" beyond the last one.
func levelOf(topic, number string) string {
	index, _ := strconv.Atoi(number)
	levels := strings.Split(topic, "/")
	if index > len(levels) {
		return ""
	}
	return levels[index-1]
}

// extensions are the user properties that are valid extensions of an event.
func extensions(m *message) map[string]string {
	var found map[string]string
	for _, one := range m.user {
		if !adapter.ExtensionName(one.name) || found[one.name] != "" {
			continue
		}
		if found == nil {
			found = map[string]string{}
		}
		found[one.name] = one.value
	}
	return found
}
