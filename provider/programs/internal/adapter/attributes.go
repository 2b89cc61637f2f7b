// The attributes of events: the templates of a configuration, filled in from a message.
package adapter

// Attributes are the parsed templates of a Common.
type Attributes struct {
	kind, source, subject, id Template
}

// Attributes parses the templates, with the placeholders that the source supports (see ParseTemplate). The source must set its
// defaults of type and source first.
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

// Names returns the names of all placeholders, so that a source can check them further.
func (a Attributes) Names() []string {
	var names []string
	for _, t := range []Template{a.kind, a.source, a.subject, a.id} {
		names = append(names, t.Names()...)
	}
	return names
}

// Fill sets the attributes of an event. Type, source and ID keep their values where the message has none for them; an ID with a
// part missing would be shared by many messages.
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
