// JSON objects as the API has them: unset fields are omitted, so that an empty field never looks like a difference from the
// cluster.

// Package value contains what everything that is made from a Function's spec shares: JSON objects and hashes of their content.
package value

import (
	"maps"
	"slices"
)

// Object is a JSON object. Its numbers are int64 or float64, as the API's decoder returns them.
type Object = map[string]any

// Merged returns the fields of all objects as one; later objects win.
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

// Filled returns the list, or nil if it is empty: the API omits empty lists.
func Filled[T any](list []T) any {
	if len(list) == 0 {
		return nil
	}
	return list
}

// Child returns the object at a field, or an empty one, which must not be written to.
func Child(object Object, name string) Object {
	child, _ := object[name].(Object)
	return child
}

// List returns the list at a field, or an empty one.
func List(object Object, name string) []any {
	list, _ := object[name].([]any)
	return list
}

// Text returns the string at a field, or an empty one.
func Text(object Object, name string) string {
	text, _ := object[name].(string)
	return text
}

// Whole returns the whole number at a field, and whether there is one.
func Whole(object Object, name string) (int64, bool) {
	switch number := object[name].(type) {
	case int64:
		return number, true
	case float64:
		return int64(number), number == float64(int64(number))
	}
	return 0, false
}

// Has reports whether a field is set.
func Has(object Object, name string) bool {
	return object[name] != nil
}

// Names returns the sorted keys of a map.
func Names[T any](object map[string]T) []string {
	return slices.SortedFunc(maps.Keys(object), Compare)
}

// Objects returns the entries of a list that are objects.
func Objects(list []any) []Object {
	var all []Object
	for _, entry := range list {
		if object, ok := entry.(Object); ok {
			all = append(all, object)
		}
	}
	return all
}
