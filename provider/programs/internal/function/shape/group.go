// Shapes of values that hold others: objects of known fields, maps by names of the user's own, lists.
package shape

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"knative-faas.dev/programs/internal/function/value"
)

// Fields are the fields of an object, by name.
type Fields map[string]Shape

// Group is an object of known fields.
type Group struct {
	fields   Fields
	required []string
	one      []string
}

// Of takes an object of these fields.
func Of(fields Fields) Group {
	return Group{fields: fields}
}

// Needs names fields that must be given.
func (g Group) Needs(names ...string) Group {
	g.required = names
	return g
}

// One names fields of which exactly one must be given.
func (g Group) One(names ...string) Group {
	g.one = names
	return g
}

// Extended takes further fields into the group.
func (g Group) Extended(more Fields) Group {
	all := Fields{}
	for _, fields := range []Fields{g.fields, more} {
		for name, field := range fields {
			all[name] = field
		}
	}
	g.fields = all
	return g
}

func (Group) expected() string { return "expected an object" }

func (g Group) check(path string, given any, found *[]Mistake) {
	object, ok := given.(value.Object)
	if !ok {
		wrong(found, path, g, given)
		return
	}
	for _, name := range g.required {
		if _, there := object[name]; !there {
			*found = append(*found, Mistake{At(path, name), "is required: " + g.fields[name].expected()})
		}
	}
	g.checkOne(path, object, found)
	for _, name := range value.Names(object) {
		if field, known := g.fields[name]; known {
			field.check(At(path, name), object[name], found)
		} else {
			*found = append(*found, Mistake{At(path, name), "unknown property; " + Mend(name, g.names())})
		}
	}
}

func (g Group) checkOne(path string, object value.Object, found *[]Mistake) {
	var given []string
	for _, name := range g.one {
		if _, there := object[name]; there {
			given = append(given, name)
		}
	}
	switch {
	case len(g.one) == 0 || len(given) == 1:
	case len(given) == 0:
		reason := fmt.Sprintf("expected exactly one of %s; set one of them", strings.Join(g.one, ", "))
		*found = append(*found, Mistake{path, reason})
	default:
		reason := strings.Join(given, " and ") + " are mutually exclusive; set only one"
		*found = append(*found, Mistake{At(path, given[1]), reason})
	}
}

func (g Group) names() []string {
	var names []string
	for name := range g.fields {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

type byName struct{ key, entry Shape }

// Map takes an object whose names are the user's own.
func Map(key, entry Shape) Shape {
	return byName{key, entry}
}

func (byName) expected() string { return "expected a map" }

func (m byName) check(path string, given any, found *[]Mistake) {
	object, ok := given.(value.Object)
	if !ok {
		wrong(found, path, m, given)
		return
	}
	for _, name := range value.Names(object) {
		for _, mistake := range Check(m.key, "", name) {
			*found = append(*found, Mistake{At(path, name), mistake.Reason})
		}
		m.entry.check(At(path, name), object[name], found)
	}
}

type list struct {
	entry       Shape
	least, most int
}

// List takes a list of any length.
func List(entry Shape) Shape {
	return list{entry, 0, math.MaxInt}
}

// Filled takes a list that is not empty.
func Filled(entry Shape) Shape {
	return list{entry, 1, math.MaxInt}
}

// UpTo takes a list of a bounded length.
func UpTo(most int, entry Shape) Shape {
	return list{entry, 0, most}
}

func (l list) expected() string {
	switch {
	case l.least > 0:
		return "expected a list with at least one entry"
	case l.most < math.MaxInt:
		return fmt.Sprintf("expected a list with at most %d entries", l.most)
	}
	return "expected a list"
}

func (l list) check(path string, given any, found *[]Mistake) {
	entries, ok := given.([]any)
	if !ok || len(entries) < l.least || len(entries) > l.most {
		wrong(found, path, l, given)
		return
	}
	for index, entry := range entries {
		l.entry.check(Index(path, index), entry, found)
	}
}

type lazy struct{ shape func() Shape }

// Lazy is a shape that holds itself.
func Lazy(shape func() Shape) Shape {
	return lazy{shape}
}

func (l lazy) expected() string { return l.shape().expected() }

func (l lazy) check(path string, given any, found *[]Mistake) {
	l.shape().check(path, given, found)
}

// Mend says what to change at a name that is not among those that are known.
func Mend(name string, known []string) string {
	lower := strings.ToLower(name)
	for _, one := range known {
		if candidate := strings.ToLower(one); near(candidate, lower) {
			return fmt.Sprintf("did you mean %q?", one)
		}
	}
	return "expected one of " + cmp.Or(strings.Join(known, ", "), "nothing")
}

// near says whether one letter makes the difference, or one name begins with the other.
func near(one, other string) bool {
	if strings.HasPrefix(one, other) || strings.HasPrefix(other, one) {
		return true
	}
	start := 0
	for start < len(one) && start < len(other) && one[start] == other[start] {
		start++
	}
	one, other = one[start:], other[start:]
	swapped := len(one) > 1 && len(other) > 1 && one[0] == other[1] && one[1] == other[0] && one[2:] == other[2:]
	return swapped || one[1:] == other[1:] || one[1:] == other || one == other[1:]
}
