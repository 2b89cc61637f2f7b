// Shapes of single values: texts, numbers, true and false.
package shape

import (
	"cmp"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

type text struct {
	words   string
	most    int
	allowed func(string) bool
	// what a text must not be beyond its form, each with words of its own
	refused []refusal
}

type refusal struct {
	is    func(string) bool
	words string
}

// AnyText takes every text.
func AnyText() Shape {
	return text{words: "expected a string", allowed: func(string) bool { return true }}
}

// Text takes every text that is not empty.
func Text() Shape {
	return text{words: "expected a text that is not empty", allowed: func(given string) bool { return given != "" }}
}

// Short takes a text that is not empty, up to a length.
func Short(most int) Shape {
	return text{
		words: fmt.Sprintf("expected a text of 1 to %d characters", most), most: most,
		allowed: func(given string) bool { return given != "" },
	}
}

// Matching takes texts of a pattern; words say which.
func Matching(pattern, words string) Shape {
	return text{words: words, allowed: regexp.MustCompile(pattern).MatchString}
}

// Where takes texts that a function allows; words say which.
func Where(allowed func(string) bool, words string) Shape {
	return text{words: words, allowed: allowed}
}

// Except refuses some texts of a shape with words of their own.
func Except(shape Shape, is func(string) bool, words string) Shape {
	narrower := shape.(text)
	narrower.refused = append(slices.Clone(narrower.refused), refusal{is, words})
	return narrower
}

// AtMost bounds the length of a text.
func AtMost(most int, shape Shape) Shape {
	shorter := shape.(text)
	shorter.most = most
	return shorter
}

func (t text) expected() string { return t.words }

func (t text) check(path string, value any, found *[]Mistake) {
	given, ok := value.(string)
	if !ok || !t.allowed(given) || (t.most > 0 && utf8.RuneCountInString(given) > t.most) {
		wrong(found, path, t, value)
		return
	}
	for _, refused := range t.refused {
		if refused.is(given) {
			*found = append(*found, Mistake{path, fmt.Sprintf("%s, got %s", refused.words, Show(given))})
		}
	}
}

// Is says whether a text has a shape.
func Is(shape Shape, given string) bool {
	return len(Check(shape, "", given)) == 0
}

type words []string

// Words takes one of some words.
func Words(all ...string) Shape {
	return words(all)
}

func (w words) expected() string {
	shown := make([]string, len(w))
	for index, word := range w {
		shown[index] = Show(word)
	}
	return "expected one of " + strings.Join(shown, ", ")
}

func (w words) check(path string, value any, found *[]Mistake) {
	if given, ok := value.(string); !ok || !slices.Contains(w, given) {
		wrong(found, path, w, value)
	}
}

type flag struct{}

// Flag takes true and false.
func Flag() Shape {
	return flag{}
}

func (flag) expected() string { return "expected true or false" }

func (f flag) check(path string, value any, found *[]Mistake) {
	if _, ok := value.(bool); !ok {
		wrong(found, path, f, value)
	}
}

type number struct {
	kind        string
	whole       bool
	least, most float64
	tenths      bool // at most one digit after the point
	except      []float64
	reserved    string
}

// MostWhole is the largest number that Kubernetes keeps in most of its fields.
const MostWhole = math.MaxInt32

// Whole takes whole numbers between the bounds, both included.
func Whole(least, most float64) Shape {
	return number{kind: "a whole number", whole: true, least: least, most: most}
}

// AnyWhole takes whole numbers of both signs, as far as every reader of JSON keeps them exactly.
func AnyWhole() Shape {
	return Whole(-(1<<53 - 1), 1<<53-1)
}

// Number takes numbers between the bounds, both included.
func Number(least, most float64) Shape {
	return number{kind: "a number", least: least, most: most}
}

// Tenths takes numbers between the bounds with at most one digit after the point, as Knative's durations have.
func Tenths(least, most float64) Shape {
	return number{kind: "a number", least: least, most: most, tenths: true}
}

// Reserved takes some numbers of a shape away; words say why.
func Reserved(shape Shape, words string, numbers ...float64) Shape {
	narrower := shape.(number)
	narrower.except, narrower.reserved = numbers, words
	return narrower
}

func (n number) expected() string {
	switch {
	case math.IsInf(n.most, 1):
		return fmt.Sprintf("expected %s of at least %v", n.kind, n.least)
	case n.least == -n.most:
		return "expected " + n.kind
	}
	return fmt.Sprintf("expected %s from %v to %.0f", n.kind, n.least, n.most)
}

func (n number) check(path string, value any, found *[]Mistake) {
	given, ok := amount(value)
	if !ok || given < n.least || given > n.most || (n.whole && given != math.Trunc(given)) {
		wrong(found, path, n, value)
		return
	}
	if n.tenths && math.Abs(given*10-math.Round(given*10)) > 1e-6 {
		*found = append(*found, Mistake{path, "expected at most one decimal place, the limit of Knative, got " + Show(value)})
	}
	if slices.Contains(n.except, given) {
		*found = append(*found, Mistake{path, cmp.Or(n.reserved, n.expected()) + ", got " + Show(value)})
	}
}

func amount(value any) (float64, bool) {
	switch given := value.(type) {
	case int64:
		return float64(given), true
	case float64:
		return given, true
	}
	return 0, false
}
