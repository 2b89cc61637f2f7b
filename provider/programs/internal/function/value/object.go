// JSON objects as the API has them: what is not given is not there, so that no empty field becomes a difference to the cluster.

// Package value holds what all that is made of a Function's spec shares: JSON objects and hashes of their content.
package value

import (
	"maps"
	"slices"
)

// Object is a JSON object. Its numbers are int64 or float64, as the API's own decoder gives them.
type Object = map[string]any

// Merged returns all fields of the objects as one; a later object wins.
func Merged(objects ...Object) Object {
	all := Object{}
	for _, object := range objects {
		maps.Copy(all, object)
	}
	return all
}

// Without returns the object without the fields of these names.
func Without(object Object, names ...string) Object {
	left := maps.Clone(object)
	for _, name := range names {
		delete(left, name)
	}
	return left
}

// Filled is the list, or nothing where it is empty: the API keeps no empty list.
func Filled[T any](list []T) any {
	if len(list) == 0 {
		return nil
	}
	return list
}

// Child is the object at a field; an empty one where there is none. It is for reading only.
func Child(object Object, name string) Object {
	child, _ := object[name].(Object)
	return child
}

// List is the list at a field; an empty one where there is none.
func List(object Object, name string) []any {
	list, _ := object[name].([]any)
	return list
}

// Text is the text at a field; an empty one where there is none.
func Text(object Object, name string) string {
	text, _ := object[name].(string)
	return text
}

// Whole is the whole number at a field, and whether there is one.
func Whole(object Object, name string) (int64, bool) {
	switch number := object[name].(type) {
	case int64:
		return number, true
	case float64:
		return int64(number), number == float64(int64(number))
	}
	return 0, false
}

// Has says whether a field is given.
func Has(object Object, name string) bool {
	return object[name] != nil
}

// Names are the names in a map in their order.
func Names[T any](object map[string]T) []string {
	return slices.SortedFunc(maps.Keys(object), Compare)
}

// Objects are the entries of a list that are objects.
func Objects(list []any) []Object {
	var all []Object
	for _, entry := range list {
		if object, ok := entry.(Object); ok {
			all = append(all, object)
		}
	}
	return all
}
