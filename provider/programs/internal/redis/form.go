// Converts entries and messages of Redis to events: the templates of the attributes.
package redis

import (
	"cmp"
	"strings"
	"time"

	"knative-faas.dev/programs/internal/adapter"
)

// form holds a configuration's templates. An attribute whose template is empty gets the default of the kind.
type form struct {
	kind                                 string
	contentType                          string
	typeOf, source, subject, id, orderBy adapter.Template
	address                              string
}

// taken is an entry or a message. ID is the server's, or derived from the content.
type taken struct {
	place, id   string
	fields      map[string]any
	data        []byte
	time        time.Time
	contentType string
}

func parseForm(c *Config, wrong *adapter.Problems) form {
	kind, allowed := kindOf(c)
	parse := func(name, text string) adapter.Template {
		template, err := adapter.ParseTemplate(text, allowed...)
		if err != nil {
			wrong.Add("SOURCE."+name, "%v", err)
		}
		return template
	}
	return form{
		kind:        kind,
		contentType: c.ContentType,
		typeOf:      parse("type", c.Type),
		source:      parse("source", c.Source),
		subject:     parse("subject", cmp.Or(c.Subject, "{"+kind+"}")),
		id:          parse("id", c.ID),
		orderBy:     parse("orderBy", c.OrderBy),
		address:     address(c),
	}
}

func kindOf(c *Config) (kind string, placeholders []string) {
	switch {
	case c.Stream != nil:
		return "stream", []string{"stream", "id", "field.", "json."}
	case c.List != nil:
		return "list", []string{"list", "json."}
	}
	return "channel", []string{"channel", "json."}
}

func address(c *Config) string {
	scheme := "redis://"
	if c.Redis.TLS != nil {
		scheme = "rediss://"
	}
	if len(c.Redis.Addresses) == 0 {
		return scheme
	}
	return scheme + c.Redis.Addresses[0]
}

func (f *form) event(t taken) adapter.Event {
	value := t.words(f.kind)
	subject, _ := f.subject.Expand(value)
	return adapter.Event{
		ID:          whole(f.id, value, t.id),
		Type:        whole(f.typeOf, value, "dev.knative-faas.redis."+f.kind),
		Source:      whole(f.source, value, f.address),
		Subject:     subject,
		Time:        t.time,
		ContentType: cmp.Or(t.contentType, f.contentType),
		Data:        t.data,
		Key:         f.key(value),
	}
}

// key is empty, which means unordered, if a value is missing: such events have nothing in common.
func (f *form) key(value func(string) string) string {
	text, complete := f.orderBy.Expand(value)
	if !complete {
		return ""
	}
	return text
}

func whole(template adapter.Template, value func(string) string, otherwise string) string {
	if text, complete := template.Expand(value); complete && text != "" {
		return text
	}
	return otherwise
}

func (t taken) words(kind string) func(string) string {
	properties := adapter.NewProperties(t.data)
	return func(name string) string {
		if property, ok := strings.CutPrefix(name, "json."); ok {
			return properties.Text(property)
		}
		if field, ok := strings.CutPrefix(name, "field."); ok {
			text, _ := t.fields[field].(string)
			return text
		}
		if name == kind {
			return t.place
		}
		return strings.TrimPrefix(t.id, t.place+"/") // the only remaining name is {id}
	}
}
