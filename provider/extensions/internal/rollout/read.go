// Reads JSON objects field by field and collects every mistake with its path, where encoding/json would stop at the first.
package rollout

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
)

// object is a JSON object that is being read. What was not asked for when it ends is an unknown field.
type object struct {
	path     string
	fields   map[string]any
	asked    map[string]bool
	mistakes *[]string
}

// Numbers stay as they were written, so that a Job's spec is passed through unchanged.
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

func newObject(path string, value any, mistakes *[]string) (object, bool) {
	fields, ok := value.(map[string]any)
	if !ok {
		*mistakes = append(*mistakes, fmt.Sprintf("%s: expected an object, got %s", path, kindOf(value)))
	}
	return object{path, fields, map[string]bool{}, mistakes}, ok
}

func (o object) at(name string) string {
	if o.path == rootPath {
		return name
	}
	return o.path + "." + name
}

func (o object) wrong(name, format string, values ...any) {
	*o.mistakes = append(*o.mistakes, o.at(name)+": "+fmt.Sprintf(format, values...))
}

func (o object) field(name string) (any, bool) {
	o.asked[name] = true
	value, there := o.fields[name]
	return value, there
}

func (o object) has(name string) bool {
	_, there := o.fields[name]
	return there
}

// text returns a string; an absent one is a mistake only when it is required.
func (o object) text(name string, required bool) string {
	value, there := o.field(name)
	text, ok := value.(string)
	switch {
	case !there && required:
		o.wrong(name, "expected text, it is missing")
	case there && !ok:
		o.wrong(name, "expected text, got %s", kindOf(value))
	case there && text == "":
		o.wrong(name, "expected text that is not empty")
	}
	return text
}

// whole returns a whole number between two bounds, or the default when it is absent.
func (o object) whole(name string, low, high, absent int64) int64 {
	value, there := o.field(name)
	if !there {
		return absent
	}
	digits, _ := value.(json.Number)
	number, err := digits.Int64()
	if err != nil || number < low || number > high {
		o.wrong(name, "expected a whole number from %d to %d, got %s", low, high, shown(value))
	}
	return number
}

// bound returns a number, or nil when it is absent.
func (o object) bound(name string) *float64 {
	value, there := o.field(name)
	if !there {
		return nil
	}
	digits, _ := value.(json.Number)
	number, err := digits.Float64()
	if err != nil {
		o.wrong(name, "expected a number, got %s", shown(value))
	}
	return &number
}

func (o object) child(name string) (object, bool) {
	value, _ := o.field(name)
	return newObject(o.at(name), value, o.mistakes)
}

// list returns the elements of a list, which must have at least one.
func (o object) list(name string) []any {
	value, _ := o.field(name)
	list, _ := value.([]any)
	if len(list) == 0 {
		o.wrong(name, "expected a list with at least one element, got %s", kindOf(value))
	}
	return list
}

// end tells the fields that nothing asked for, together with those that there are.
func (o object) end() {
	known := strings.Join(slices.Sorted(maps.Keys(o.asked)), ", ")
	for _, name := range slices.Sorted(maps.Keys(o.fields)) {
		if !o.asked[name] {
			o.wrong(name, "unknown field, expected one of %s", known)
		}
	}
}

// kindOf names the kind of a value and not the value, which may be a secret of the user's Job.
func kindOf(value any) string {
	switch typed := value.(type) {
	case nil:
		return "nothing"
	case map[string]any:
		return "an object"
	case []any:
		return fmt.Sprintf("a list of %d", len(typed))
	case string:
		return "text"
	case bool:
		return "true or false"
	}
	return "a number"
}

func shown(value any) string {
	if number, ok := value.(json.Number); ok {
		return number.String()
	}
	return kindOf(value)
}
