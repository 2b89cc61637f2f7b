// The values of an object's fields: text, numbers, yes or no, lists of text.
package strict

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"
)

// Text returns a field that must be there and not empty.
func (o Object) Text(name string) string {
	if !o.Given(name) {
		o.Wrong(name, "expected text, it is missing")
		return ""
	}
	return o.OptionalText(name)
}

// OptionalText returns "" for a field that is not there.
func (o Object) OptionalText(name string) string {
	value, there := o.field(name)
	text, ok := value.(string)
	switch {
	case there && !ok:
		o.Wrong(name, "expected text, got %s", kindOf(value))
	case there && text == "":
		o.Wrong(name, "expected text that is not empty")
	}
	return text
}

// Texts returns a list of at least one text, none of them empty.
func (o Object) Texts(name string) []string {
	var texts []string
	for index, element := range o.list(name, "a list with at least one text", 1) {
		text, ok := element.(string)
		if !ok || text == "" {
			o.Wrong(fmt.Sprintf("%s[%d]", name, index), "expected text that is not empty, got %s", kindOf(element))
		}
		texts = append(texts, text)
	}
	return texts
}

// Yes returns a boolean field, false when it is not there.
func (o Object) Yes(name string) bool {
	value, there := o.field(name)
	yes, ok := value.(bool)
	if there && !ok {
		o.Wrong(name, "expected true or false, got %s", kindOf(value))
	}
	return yes
}

// Whole returns a whole number between two bounds, or the default when it is absent.
func (o Object) Whole(name string, low, high, absent int64) int64 {
	value, there := o.field(name)
	if !there {
		return absent
	}
	digits, _ := value.(json.Number)
	number, err := digits.Int64()
	if err != nil || number < low || number > high {
		o.Wrong(name, "expected a whole number from %d to %d, got %s", low, high, shown(value))
	}
	return number
}

// Number returns a number that is at least low, which may be minus infinity, or the default when it is absent.
func (o Object) Number(name string, low, absent float64) float64 {
	value, there := o.field(name)
	if !there {
		return absent
	}
	digits, _ := value.(json.Number)
	number, err := digits.Float64()
	if err != nil || number < low || math.IsInf(number, 0) {
		bound := ""
		if !math.IsInf(low, -1) {
			bound = " of at least " + strconv.FormatFloat(low, 'g', -1, 64)
		}
		o.Wrong(name, "expected a number%s, got %s", bound, shown(value))
	}
	return number
}

func (o Object) list(name, expected string, least int) []any {
	value, _ := o.field(name)
	list, ok := value.([]any)
	if !ok || len(list) < least {
		o.Wrong(name, "expected %s, got %s", expected, kindOf(value))
	}
	return list
}

// kindOf names the kind of a value and not the value, which may be something secret in the wrong place.
func kindOf(value any) string {
	switch typed := value.(type) {
	case nil:
		return "nothing"
	case map[string]any:
		return "an object"
	case []any:
		return fmt.Sprintf("a list of %d", len(typed))
	case string:
		return "text"
	case bool:
		return "true or false"
	}
	return "a number"
}

func shown(value any) string {
	if number, ok := value.(json.Number); ok {
		return number.String()
	}
	return kindOf(value)
}
