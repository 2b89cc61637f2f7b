// Package strict decodes JSON into structs and collects all mistakes with their paths, where encoding/json would stop at the first.
package strict

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
)

// Decode fills the struct that into points to, whose fields have json tags. An unknown property, or one of the wrong type, is a
// mistake; null is always allowed.
func Decode(path string, text []byte, into any) Mistakes {
	r := &reading{}
	r.object(path, text, reflect.ValueOf(into).Elem())
	return r.found
}

type reading struct{ found Mistakes }

func (r *reading) object(path string, text []byte, into reflect.Value) {
	var given map[string]json.RawMessage
	if err := json.Unmarshal(text, &given); err != nil || given == nil {
		r.found.Add(path, "expected an object in JSON, got %s", Got(text))
		return
	}
	fields := map[string]reflect.Value{}
	collect(into, fields)
	for _, name := range slices.Sorted(maps.Keys(given)) {
		if field, known := fields[name]; known {
			r.value(path+"."+name, given[name], field)
		} else {
			names := strings.Join(slices.Sorted(maps.Keys(fields)), ", ")
			r.found.Add(path+"."+name, "unknown property; expected one of %s", names)
		}
	}
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

func (r *reading) value(path string, text []byte, into reflect.Value) {
	switch kind := into.Type(); {
	case string(text) == "null" && kind.Kind() != reflect.Interface:
		r.found.Add(path, "expected %s, got nothing", wordOf(kind))
	case kind.Kind() == reflect.Pointer:
		into.Set(reflect.New(kind.Elem()))
		r.value(path, text, into.Elem())
	case kind.Kind() == reflect.Struct:
		r.object(path, text, into)
	case kind.Kind() == reflect.Slice && kind != raw:
		r.list(path, text, into)
	case kind.Kind() == reflect.Map:
		r.byName(path, text, into)
	default:
		if err := json.Unmarshal(text, into.Addr().Interface()); err != nil {
			r.found.Add(path, "expected %s, got %s", wordOf(kind), Got(text))
		}
	}
}

// raw is passed on as it was written.
var raw = reflect.TypeFor[json.RawMessage]()

func (r *reading) list(path string, text []byte, into reflect.Value) {
	var given []json.RawMessage
	if err := json.Unmarshal(text, &given); err != nil {
		r.found.Add(path, "expected %s, got %s", wordOf(into.Type()), Got(text))
		return
	}
	into.Set(reflect.MakeSlice(into.Type(), len(given), len(given)))
	for index, entry := range given {
		r.value(fmt.Sprintf("%s[%d]", path, index), entry, into.Index(index))
	}
}

func (r *reading) byName(path string, text []byte, into reflect.Value) {
	var given map[string]json.RawMessage
	if err := json.Unmarshal(text, &given); err != nil {
		r.found.Add(path, "expected an object in JSON, got %s", Got(text))
		return
	}
	into.Set(reflect.MakeMap(into.Type()))
	for _, name := range slices.Sorted(maps.Keys(given)) {
		entry := reflect.New(into.Type().Elem()).Elem()
		r.value(path+"."+name, given[name], entry)
		into.SetMapIndex(reflect.ValueOf(name), entry)
	}
}

func wordOf(kind reflect.Type) string {
	switch kind.Kind() {
	case reflect.Pointer:
		return wordOf(kind.Elem())
	case reflect.String:
		return "text"
	case reflect.Bool:
		return "true or false"
	case reflect.Int, reflect.Int64:
		return "a whole number"
	case reflect.Float64:
		return "a number"
	case reflect.Slice:
		return "a list, each of it " + wordOf(kind.Elem())
	case reflect.Struct, reflect.Map:
		return "an object"
	}
	return "a value of another type"
}

// Got shows numbers as they were written, and only the type of anything else: it may be a secret in the wrong place.
func Got(text []byte) string {
	var value any
	switch err := json.Unmarshal(text, &value); {
	case len(bytes.TrimSpace(text)) == 0:
		return "nothing"
	case err != nil:
		return "something else: " + err.Error()
	}
	if _, isNumber := value.(float64); isNumber {
		return string(bytes.TrimSpace(text))
	}
	return Kind(value)
}

// Kind names the type of a JSON value.
func Kind(value any) string {
	switch typed := value.(type) {
	case nil:
		return "nothing"
	case string:
		return "text"
	case bool:
		return fmt.Sprint(typed)
	case []any:
		return fmt.Sprintf("a list of %d", len(typed))
	case map[string]any:
		return "an object"
	}
	return "a number"
}
