// Reads JSON objects field by field and collects every mistake with its path, where encoding/json would stop at the first.
package strict

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"maps"
	"slices"
	"strings"
)

// Object is a JSON object that is being read. What was not asked for when it ends is an unknown field.
type Object struct {
	path     string
	fields   map[string]any
	asked    map[string]bool
	mistakes *[]string
}

// Read reads the one object of a text; name stands for the whole text where a mistake is about all of it. The mistakes are
// those of the text and those that read finds.
func Read(name string, text []byte, read func(Object)) (mistakes []string) {
	value, err := decoded(text)
	if err != nil {
		return []string{fmt.Sprintf("%s: expected an object in JSON: %v", name, err)}
	}
	fields, ok := value.(map[string]any)
	if !ok {
		return []string{fmt.Sprintf("%s: expected an object, got %s", name, kindOf(value))}
	}
	read(Object{"", fields, map[string]bool{}, &mistakes})
	return mistakes
}

// Numbers stay as they were written, for mistakes that show them and for fields that are passed on.
func decoded(text []byte) (any, error) {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil {
		return nil, err
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("more text after the first value")
	}
	return value, nil
}

// Has says whether a field is there, without asking for it.
func (o Object) Has(name string) bool {
	_, there := o.fields[name]
	return there
}

// Given says whether a field is there that need not be.
func (o Object) Given(name string) bool {
	o.asked[name] = true
	return o.Has(name)
}

// Wrong tells a mistake of a field.
func (o Object) Wrong(name, format string, values ...any) {
	*o.mistakes = append(*o.mistakes, o.at(name)+": "+fmt.Sprintf(format, values...))
}

// Path is where the object itself is; "" for the whole text.
func (o Object) Path() string { return o.path }

// Fields are all that the object holds, its numbers as json.Number; whoever passes them on changes a copy.
func (o Object) Fields() map[string]any { return o.fields }

// Tell adds mistakes that others found, with their paths.
func (o Object) Tell(mistakes ...string) { *o.mistakes = append(*o.mistakes, mistakes...) }

// Mistakes is how many were found until now, in the whole text.
func (o Object) Mistakes() int { return len(*o.mistakes) }

// Child returns a field that must be there and an object; false when it isn't.
func (o Object) Child(name string) (Object, bool) {
	if !o.Given(name) {
		o.Wrong(name, "expected an object, it is missing")
		return Object{}, false
	}
	return o.object(name, o.fields[name])
}

// OptionalChild returns false without a mistake for a field that is not there.
func (o Object) OptionalChild(name string) (Object, bool) {
	if !o.Given(name) {
		return Object{}, false
	}
	return o.object(name, o.fields[name])
}

// Objects gives the objects of a list of at least one, in turn.
func (o Object) Objects(name string) iter.Seq[Object] {
	return o.each(name, o.list(name, "a list with at least one element", 1))
}

// OptionalObjects is for a list that may be empty or absent.
func (o Object) OptionalObjects(name string) iter.Seq[Object] {
	if !o.Given(name) {
		return o.each(name, nil)
	}
	return o.each(name, o.list(name, "a list", 0))
}

// One returns the name of the one of several fields that is there; false when it is not exactly one.
func (o Object) One(names ...string) (string, bool) {
	var found []string
	for _, name := range names {
		if o.Given(name) {
			found = append(found, name)
		}
	}
	if len(found) == 1 {
		return found[0], true
	}
	o.wrongly("expected exactly one of %s, got %d of them", strings.Join(names, ", "), len(found))
	return "", false
}

// End tells the fields that nothing asked for, together with those that there are.
func (o Object) End() {
	known := strings.Join(slices.Sorted(maps.Keys(o.asked)), ", ")
	for _, name := range slices.Sorted(maps.Keys(o.fields)) {
		if !o.asked[name] {
			o.Wrong(name, "unknown field, expected one of %s", known)
		}
	}
}

// each comes upon the mistake of an element that is no object in its turn.
func (o Object) each(name string, list []any) iter.Seq[Object] {
	return func(yield func(Object) bool) {
		for index, value := range list {
			if element, ok := o.object(fmt.Sprintf("%s[%d]", name, index), value); ok && !yield(element) {
				return
			}
		}
	}
}

func (o Object) object(name string, value any) (Object, bool) {
	fields, ok := value.(map[string]any)
	if !ok {
		o.Wrong(name, "expected an object, got %s", kindOf(value))
	}
	return Object{o.at(name), fields, map[string]bool{}, o.mistakes}, ok
}

func (o Object) field(name string) (any, bool) {
	o.asked[name] = true
	value, there := o.fields[name]
	return value, there
}

func (o Object) at(name string) string {
	if o.path == "" {
		return name
	}
	return o.path + "." + name
}

// wrongly tells a mistake of the object itself.
func (o Object) wrongly(format string, values ...any) {
	text := fmt.Sprintf(format, values...)
	if o.path != "" {
		text = o.path + ": " + text
	}
	*o.mistakes = append(*o.mistakes, text)
}
