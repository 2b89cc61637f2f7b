// The shapes of the spec against the CustomResourceDefinition, which is generated from the component's schema: the same fields,
// the same that must be given, the same words, kinds and bounds.
package function

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"knative-faas.dev/programs/internal/function/shape"
	"knative-faas.dev/programs/internal/function/value"
)

const definition = "../../../crds/functions.yaml"

func TestShapesAreThoseOfTheDefinition(t *testing.T) {
	text, err := os.ReadFile(definition)
	if err != nil {
		t.Fatal(err)
	}
	crd := parsed(t, string(text))
	version := value.Objects(value.List(value.Child(crd, "spec"), "versions"))[0]
	whole := value.Child(value.Child(version, "schema"), "openAPIV3Schema")
	walk(t, value.Child(value.Child(whole, "properties"), "spec"), place{path: specPath, wrap: func(given any) any { return given }})
}

// place is where a schema stands; wrap puts a value of it into a spec.
type place struct {
	path string
	wrap func(any) any
}

func walk(t *testing.T, schema value.Object, at place) {
	switch value.Text(schema, "type") {
	case "object":
		walkObject(t, schema, at)
	case "array":
		at.kind(t, "expected a list")
		walk(t, value.Child(schema, "items"), place{at.path + "[0]", func(given any) any { return at.wrap([]any{given}) }})
	case "string":
		if value.Has(schema, "enum") {
			words := make([]string, 0)
			for _, word := range value.List(schema, "enum") {
				words = append(words, shape.Show(word))
			}
			at.says(t, "zzz", "expected one of "+strings.Join(words, ", "))
		}
		at.kind(t, "expected")
	case "integer", "number":
		at.kind(t, map[string]string{"integer": "expected a whole number", "number": "expected a number"}[value.Text(schema, "type")])
		at.bounds(t, schema)
	case "boolean":
		at.kind(t, "expected true or false")
	}
}

func walkObject(t *testing.T, schema value.Object, at place) {
	if value.Has(schema, "additionalProperties") {
		at.kind(t, "expected a map")
		inside := place{at.path + ".a.b", func(given any) any { return at.wrap(value.Object{"a.b": given}) }}
		walk(t, value.Child(schema, "additionalProperties"), inside)
		return
	}
	properties := value.Child(schema, "properties")
	if len(properties) == 0 {
		return // a schema that holds itself is written out a few times only
	}
	at.kind(t, "expected an object")
	at.says(t, value.Object{"zzzzz": 1}, "unknown property; expected one of "+strings.Join(sorted(properties), ", "))
	at.requires(t, value.List(schema, "required"))
	at.excludes(t, schema)
	for name := range properties {
		walk(t, value.Child(properties, name), place{at.path + "." + name, func(given any) any { return at.wrap(value.Object{name: given}) }})
	}
}

func sorted(object value.Object) []string {
	names := value.Names(object)
	slices.Sort(names)
	return names
}

// mistakes are those of a value at the place, and below it.
func (p place) mistakes(given any) []shape.Mistake {
	var found []shape.Mistake
	for _, mistake := range shape.Check(specShape, specPath, p.wrap(given)) {
		if strings.HasPrefix(mistake.Path, p.path) {
			found = append(found, mistake)
		}
	}
	return found
}

func (p place) kind(t *testing.T, words string) {
	t.Helper()
	p.says(t, struct{}{}, words)
}

func (p place) says(t *testing.T, given any, words string) {
	t.Helper()
	for _, mistake := range p.mistakes(given) {
		if strings.HasPrefix(mistake.Reason, words) {
			return
		}
	}
	t.Errorf("%s: expected a mistake of %v that says %q, got %v", p.path, given, words, p.mistakes(given))
}

func (p place) requires(t *testing.T, names []any) {
	t.Helper()
	var expected, got []string
	for _, name := range names {
		expected = append(expected, fmt.Sprint(name))
	}
	for _, mistake := range p.mistakes(value.Object{}) {
		if strings.HasPrefix(mistake.Reason, "is required") {
			got = append(got, strings.TrimPrefix(mistake.Path, p.path+"."))
		}
	}
	slices.Sort(expected)
	slices.Sort(got)
	if !slices.Equal(expected, got) {
		t.Errorf("%s: expected %v to be required, got %v", p.path, expected, got)
	}
}

func (p place) excludes(t *testing.T, schema value.Object) {
	t.Helper()
	for _, rule := range value.Objects(value.List(schema, "x-kubernetes-validations")) {
		if message := value.Text(rule, "message"); strings.HasPrefix(message, "expected exactly one of") {
			p.says(t, value.Object{}, message)
		}
	}
}

func (p place) bounds(t *testing.T, schema value.Object) {
	t.Helper()
	for _, bound := range []struct {
		name string
		step int64
	}{{"minimum", -1}, {"maximum", 1}} {
		limit, ok := value.Whole(schema, bound.name)
		if !ok {
			continue
		}
		if found := p.mistakes(limit); len(found) > 0 {
			t.Errorf("%s: expected %d to be allowed, got %v", p.path, limit, found)
		}
		if len(p.mistakes(limit+bound.step)) == 0 && limit < 1<<53-1 && limit > -(1<<53-1) {
			t.Errorf("%s: expected %d to be a mistake", p.path, limit+bound.step)
		}
	}
}
