// Reads a configuration from JSON: a property that is not known, or of the wrong kind, is a mistake with its path.
package adapter

import (
	"bytes"
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strings"
)

const longestQuote = 100

// decode fills the struct that into points to, whose fields have json tags. It returns false when the text is no object at all.
func decode(path string, text []byte, into any, wrong *Problems) bool {
	return readObject(path, text, reflect.ValueOf(into).Elem(), wrong)
}

func readObject(path string, text []byte, into reflect.Value, wrong *Problems) bool {
	var given map[string]json.RawMessage
	if err := json.Unmarshal(text, &given); err != nil || given == nil {
		wrong.Add(path, "expected an object in JSON, got %s", quote(text))
		return false
	}
	fields := map[string]reflect.Value{}
	collect(into, fields)
	for _, name := range slices.Sorted(maps.Keys(given)) {
		field, known := fields[name]
		if !known {
			names := strings.Join(slices.Sorted(maps.Keys(fields)), ", ")
			wrong.Add(path+"."+name, "is not known; known here are %s", names)
			continue
		}
		readValue(path+"."+name, given[name], field, wrong)
	}
	return true
}

// collect finds the fields by name; those of an embedded struct count as the struct's own.
func collect(from reflect.Value, fields map[string]reflect.Value) {
	for index := range from.NumField() {
		field := from.Type().Field(index)
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		switch {
		case name != "" && field.IsExported():
			fields[name] = from.Field(index)
		case field.Anonymous && field.Type.Kind() == reflect.Struct:
			collect(from.Field(index), fields)
		}
	}
}

func readValue(path string, text []byte, into reflect.Value, wrong *Problems) {
	if string(text) == "null" {
		return // as if it was not given
	}
	kind := into.Type()
	if kind.Kind() == reflect.Pointer && kind.Elem().Kind() == reflect.Struct {
		into.Set(reflect.New(kind.Elem()))
		into, kind = into.Elem(), kind.Elem()
	}
	if kind.Kind() == reflect.Struct {
		readObject(path, text, into, wrong)
		return
	}
	if err := json.Unmarshal(text, into.Addr().Interface()); err != nil {
		wrong.Add(path, "expected %s, got %s", wordOf(kind), quote(text))
	}
}

func wordOf(kind reflect.Type) string {
	switch kind.Kind() {
	case reflect.Pointer:
		return wordOf(kind.Elem())
	case reflect.String:
		return "a text"
	case reflect.Bool:
		return "true or false"
	case reflect.Int, reflect.Int64:
		return "a whole number"
	case reflect.Float64:
		return "a number"
	case reflect.Slice:
		return "a list, each of it " + wordOf(kind.Elem())
	}
	return "a value of another kind"
}

func quote(text []byte) string {
	text = bytes.TrimSpace(text)
	if len(text) == 0 {
		return "nothing"
	}
	if len(text) > longestQuote {
		return strings.ToValidUTF8(string(text[:longestQuote]), "") + "..."
	}
	return string(text)
}
