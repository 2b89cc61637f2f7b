// Texts with placeholders in braces, which produce the attributes of events.
package adapter

import (
	"fmt"
	"slices"
	"strings"
)

// Template is a text with placeholders, e.g. "orders/{topic.2}". The zero Template is the empty text.
type Template struct {
	parts []part
}

// part is literal text, or the name of a placeholder.
type part struct {
	text string
	name string
}

// ParseTemplate parses a template. An allowed name that ends with a dot is a prefix of names that the user chooses, e.g. "json."
// for {json.orderId}. Braces can only enclose placeholders.
func ParseTemplate(text string, allowed ...string) (Template, error) {
	var t Template
	for rest := text; rest != ""; {
		plain, after, opened := strings.Cut(rest, "{")
		if strings.Contains(plain, "}") {
			return Template{}, fmt.Errorf(`got %q with a "}" that closes nothing; write placeholders as %s`, text, words(allowed))
		}
		if plain != "" {
			t.parts = append(t.parts, part{text: plain})
		}
		if !opened {
			break
		}
		name, behind, closed := strings.Cut(after, "}")
		if !closed || strings.Contains(name, "{") {
			return Template{}, fmt.Errorf(`got %q with a "{" that is not closed; write placeholders as %s`, text, words(allowed))
		}
		if !slices.ContainsFunc(allowed, func(one string) bool { return isOf(name, one) }) {
			return Template{}, fmt.Errorf("got %q, in which {%s} is unknown; expected one of %s", text, name, words(allowed))
		}
		t.parts = append(t.parts, part{name: name})
		rest = behind
	}
	return t, nil
}

func isOf(name, allowed string) bool {
	if strings.HasSuffix(allowed, ".") {
		return strings.HasPrefix(name, allowed) && len(name) > len(allowed)
	}
	return name == allowed
}

func words(allowed []string) string {
	texts := make([]string, len(allowed))
	for index, one := range allowed {
		if strings.HasSuffix(one, ".") {
			one += "NAME"
		}
		texts[index] = "{" + one + "}"
	}
	if len(texts) == 0 {
		return "none: no placeholders are supported here"
	}
	return strings.Join(texts, ", ")
}

// Names returns the names of the placeholders, in order.
func (t Template) Names() []string {
	var names []string
	for _, part := range t.parts {
		if part.name != "" {
			names = append(names, part.name)
		}
	}
	return names
}

// Empty reports whether the template is the empty text.
func (t Template) Empty() bool { return len(t.parts) == 0 }

// Expand returns the text with the values of the placeholders, and whether each of them had one: an ID with a part missing is not
// unique.
func (t Template) Expand(value func(name string) string) (text string, complete bool) {
	complete = true
	if len(t.parts) == 1 && t.parts[0].name == "" {
		return t.parts[0].text, true
	}
	var b strings.Builder
	for _, part := range t.parts {
		if part.name == "" {
			b.WriteString(part.text)
			continue
		}
		found := value(part.name)
		complete = complete && found != ""
		b.WriteString(found)
	}
	return b.String(), complete
}
