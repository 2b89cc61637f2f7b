// Cron schedules as Knative reads them: five fields, six with seconds, or a word.
package trigger

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"knative-faas.dev/programs/internal/function/shape"
)

type cronField struct {
	least, most int
	names       []string
}

var cronFields = []cronField{
	{0, 59, nil}, // second
	{0, 59, nil},
	{0, 23, nil},
	{1, 31, nil},
	{1, 12, strings.Fields("jan feb mar apr may jun jul aug sep oct nov dec")},
	{0, 6, strings.Fields("sun mon tue wed thu fri sat")},
}

var descriptors = []string{"@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly"}

var schedule = shape.Where(isSchedule,
	"expected a cron expression of 5 fields (minute, hour, day of the month, month, day of the week), or 6 preceded by seconds, or one of "+
		strings.Join(descriptors, ", ")+", of a date that comes; a time zone stands in timeZone")

func isSchedule(text string) bool {
	if slices.Contains(descriptors, strings.TrimSpace(text)) {
		return true
	}
	parts := strings.Fields(text)
	if len(parts) != 5 && len(parts) != 6 {
		return false
	}
	fields := cronFields[len(cronFields)-len(parts):]
	for index, field := range fields {
		if !field.takes(parts[index]) {
			return false
		}
	}
	return comes(parts[len(parts)-3:])
}

var longestMonths = []int{31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}

// comes says whether a date is ever due. A day of the week is one way more to be due.
func comes(date []string) bool {
	if date[2] != "*" && date[2] != "?" {
		return true
	}
	longest := 0
	for _, month := range cronFields[4].numbers(date[1]) {
		longest = max(longest, longestMonths[month-1])
	}
	return slices.Min(cronFields[3].numbers(date[0])) <= longest
}

// numbers are all that a field stands for.
func (f cronField) numbers(text string) []int {
	var all []int
	for _, part := range strings.Split(text, ",") {
		span, by, stepped := strings.Cut(part, "/")
		from, to := f.ends(span, stepped)
		pace := 1
		if stepped {
			pace, _ = strconv.Atoi(by)
		}
		for number := from; number <= to; number += pace {
			all = append(all, number)
		}
	}
	return all
}

// ends are the first and the last number; with a step, one number is the first of many.
func (f cronField) ends(span string, stepped bool) (from, to int) {
	if span == "*" || span == "?" {
		return f.least, f.most
	}
	first, last, isRange := strings.Cut(span, "-")
	from, _ = f.numberOf(first)
	switch {
	case isRange:
		to, _ = f.numberOf(last)
	case stepped:
		to = f.most
	default:
		to = from
	}
	return from, to
}

func (f cronField) takes(text string) bool {
	for _, part := range strings.Split(text, ",") {
		if !f.takesRange(part) {
			return false
		}
	}
	return true
}

var step = regexp.MustCompile(`^[1-9]\d*$`)

// takesRange takes `*`, `a` and `a-b`, each with an optional `/step`.
func (f cronField) takesRange(part string) bool {
	span, by, stepped := strings.Cut(part, "/")
	if stepped && !f.takesStep(by) {
		return false
	}
	if span == "*" || span == "?" {
		return true
	}
	first, last, isRange := strings.Cut(span, "-")
	from, ok := f.numberOf(first)
	to := from
	if isRange {
		var there bool
		to, there = f.numberOf(last)
		ok = ok && there
	}
	return ok && from >= f.least && to <= f.most && from <= to
}

// takesStep refuses what the field has no room for, which comes down to its first number.
func (f cronField) takesStep(by string) bool {
	pace, err := strconv.Atoi(by)
	return err == nil && step.MatchString(by) && pace <= f.most
}

func (f cronField) numberOf(text string) (int, bool) {
	if index := slices.Index(f.names, strings.ToLower(text)); index >= 0 {
		return index + f.least, true
	}
	given, err := strconv.ParseUint(text, 10, 31)
	return int(given), err == nil
}
