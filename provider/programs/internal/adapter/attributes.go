// The attributes of events, as the templates of a configuration make them from a message.
package adapter

// Attributes are the parsed templates of a Common.
type Attributes struct {
	kind, source, subject, id Template
}

// Attributes parses the templates, with the placeholders that the source knows (see ParseTemplate). The source must have filled in
// its defaults of type and source before.
func (c *Common) Attributes(wrong *Problems, allowed ...string) Attributes {
	parse := func(name, text string) Template {
		t, err := ParseTemplate(text, allowed...)
		if err != nil {
			wrong.Add("SOURCE."+name, "%v", err)
		}
		return t
	}
	return Attributes{
		kind: parse("type", c.Type), source: parse("source", c.Source), subject: parse("subject", c.Subject), id: parse("id", c.ID),
	}
}

// Names returns the names of all placeholders, for a source that knows more about what they may be.
func (a Attributes) Names() []string {
	var names []string
	for _, t := range []Template{a.kind, a.source, a.subject, a.id} {
		names = append(names, t.Names()...)
	}
	return names
}

// Fill sets the attributes of an event. Its type, source and identity stay as they are where the message has nothing for them; an
// identity in which only a part is missing would be that of many messages.
func (a Attributes) Fill(e *Event, value func(name string) string) {
	if text, _ := a.kind.Expand(value); text != "" {
		e.Type = text
	}
	if text, _ := a.source.Expand(value); text != "" {
		e.Source = text
	}
	e.Subject, _ = a.subject.Expand(value)
	if text, complete := a.id.Expand(value); complete && text != "" {
		e.ID = text
	}
}
