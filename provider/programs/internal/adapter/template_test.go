// Tests of templates, and of properties of data in JSON.
package adapter

import (
	"slices"
	"strings"
	"testing"
)

var allowed = []string{"topic", "topic.", "json."}

func TestParseTemplate(t *testing.T) {
	values := map[string]string{"topic": "a/b", "topic.2": "b", "json.id": "7"}
	for _, c := range []struct {
		text, want string
		complete   bool
		names      []string
	}{
		{"", "", true, nil},
		{"plain", "plain", true, nil},
		{"{topic}", "a/b", true, []string{"topic"}},
		{"x-{topic.2}-{json.id}!", "x-b-7!", true, []string{"topic.2", "json.id"}},
		{"{topic}{topic}", "a/ba/b", true, []string{"topic", "topic"}},
		{"order-{json.none}", "order-", false, []string{"json.none"}},
		{"ü{json.a b}", "ü", false, []string{"json.a b"}},
	} {
		template, err := ParseTemplate(c.text, allowed...)
		if err != nil {
			t.Errorf("%q: %v", c.text, err)
			continue
		}
		text, complete := template.Expand(func(name string) string { return values[name] })
		if text != c.want || complete != c.complete || !slices.Equal(template.Names(), c.names) {
			t.Errorf("%q: expected %q, %v, %v, got %q, %v, %v", c.text, c.want, c.complete, c.names, text, complete, template.Names())
		}
	}
}

func TestMistakesOfTemplates(t *testing.T) {
	for text, want := range map[string]string{
		"{":          "not closed",
		"a}":         "closes nothing",
		"{topic":     "not closed",
		"{a{topic}}": "not closed",
		"{topic}}":   "closes nothing",
		"{}":         "{} is unknown",
		"{Topic}":    "expected one of {topic}, {topic.NAME}, {json.NAME}",
		"{json.}":    "{json.} is unknown",
		"{json}":     "{json} is unknown",
		"{ topic}":   "{ topic} is unknown",
	} {
		if _, err := ParseTemplate(text, allowed...); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: expected %q, got %v", text, want, err)
		}
	}
	if _, err := ParseTemplate("{a}"); err == nil || !strings.Contains(err.Error(), "no placeholders are supported") {
		t.Errorf("expected that none is known, got %v", err)
	}
}

// A valid template expands to its own text if each placeholder's value is the placeholder.
func FuzzParseTemplate(f *testing.F) {
	for _, text := range []string{"", "a", "{topic}", "{topic.1}/{json.x}", "{", "}", "{{}}", "a{b}c"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		template, err := ParseTemplate(text, allowed...)
		if err != nil {
			if strings.Count(text, "{")+strings.Count(text, "}") == 0 {
				t.Errorf("%q has no brace: %v", text, err)
			}
			return
		}
		if got, _ := template.Expand(func(name string) string { return "{" + name + "}" }); got != text {
			t.Errorf("expected %q, got %q", text, got)
		}
	})
}

func TestProperties(t *testing.T) {
	for _, c := range []struct{ data, name, want string }{
		{`{"a":"x"}`, "a", "x"},
		{`{"a":12.50}`, "a", "12.50"},
		{`{"a":true}`, "a", "true"},
		{`{"a":null}`, "a", ""},
		{`{"a":{"b":[1, 2]}}`, "a", `{"b":[1, 2]}`},
		{`{"a.b":"x"}`, "a.b", "x"},
		{`{"a":"x"}`, "b", ""},
		{`["a"]`, "a", ""},
		{`not json`, "a", ""},
		{``, "a", ""},
	} {
		if got := NewProperties([]byte(c.data)).Text(c.name); got != c.want {
			t.Errorf("%s of %s: expected %q, got %q", c.name, c.data, c.want, got)
		}
	}
}
