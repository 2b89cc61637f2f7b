// What a value of a Function's spec must be like, and the mistakes in one that is not, each at its path.

// Package shape checks JSON values against shapes; the tables of shapes read as the schema in provider/src does.
package shape

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
)

// Mistake is what is wrong at a path, e.g. `spec.scale.min`: what is allowed, what was given, what to change.
type Mistake struct {
	Path   string
	Reason string
}

func (m Mistake) String() string {
	return m.Path + ": " + m.Reason
}

// Shape is what a value must be like.
type Shape interface {
	// expected says what is allowed.
	expected() string
	// check adds every mistake of the value, and of what is in it.
	check(path string, value any, found *[]Mistake)
}

// Check returns every mistake of a value.
func Check(shape Shape, path string, value any) []Mistake {
	var found []Mistake
	shape.check(path, value, &found)
	return found
}

// At is the path of a field or entry below a path.
func At(path, name string) string {
	return strings.TrimPrefix(path+"."+name, ".")
}

// Index is the path of an entry of a list.
func Index(path string, index int) string {
	return path + "[" + strconv.Itoa(index) + "]"
}

func wrong(found *[]Mistake, path string, shape Shape, value any) {
	*found = append(*found, Mistake{path, fmt.Sprintf("%s, got %s", shape.expected(), Show(value))})
}

const longestShown = 80

// Show renders a value as it was given, short enough for one line.
func Show(value any) string {
	text, err := json.Marshal(value)
	if err != nil {
		return fmt.Sprintf("a value of the type %T", value)
	}
	letters := []rune(string(text))
	if len(letters) <= longestShown {
		return string(letters)
	}
	return string(letters[:longestShown-3]) + "..."
}
