// Conversions between Go structs and JSON as the API has it.
package value

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// Of converts a Go value to JSON. A field that is nil is omitted, at any depth.
func Of(given any) any {
	text, err := json.Marshal(given)
	if err != nil {
		panic(fmt.Sprintf("%T is not a JSON value: %v", given, err))
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var decoded any
	if err := decoder.Decode(&decoded); err != nil {
		panic(err)
	}
	return plain(decoded)
}

// Made converts an object that contains structs to JSON.
func Made(object Object) Object {
	return Of(object).(Object)
}

// As converts a value to a type with some of its fields: those that several types share.
func As[T any](given any) T {
	text, err := json.Marshal(given)
	if err != nil {
		panic(err)
	}
	var part T
	if err := json.Unmarshal(text, &part); err != nil {
		panic(err)
	}
	return part
}

func plain(given any) any {
	switch typed := given.(type) {
	case json.Number:
		if whole, err := typed.Int64(); err == nil {
			return whole
		}
		double, _ := typed.Float64()
		return double
	case []any:
		for index, entry := range typed {
			typed[index] = plain(entry)
		}
	case Object:
		for name, field := range typed {
			if field == nil {
				delete(typed, name)
			} else {
				typed[name] = plain(field)
			}
		}
	}
	return given
}
