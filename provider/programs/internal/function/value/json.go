// Between structs of Go and JSON as the API has it.
package value

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// Of returns what a value of Go is in JSON. A field that is nil is not there, at any depth.
func Of(given any) any {
	text, err := json.Marshal(given)
	if err != nil {
		panic(fmt.Sprintf("%T is no value of JSON: %v", given, err))
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var decoded any
	if err := decoder.Decode(&decoded); err != nil {
		panic(err)
	}
	return plain(decoded)
}

// Made is an object that holds structs, as JSON.
func Made(object Object) Object {
	return Of(object).(Object)
}

// As reads the fields of a type that another one has too: it names what several types hold.
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
