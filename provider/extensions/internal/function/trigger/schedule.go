// Cron schedules as Knative reads them: five fields, six with seconds, or a word.
package trigger

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"knative-faas.dev/extensions/internal/function/shape"
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
	"expected a cron expression of 5 fields (minute, hour, day of the month, month, day of the week), or 6 with seconds before them, or one of "+
		strings.Join(descriptors, ", ")+"; a time zone stands in timeZone")

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
	return true
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
	if stepped && !step.MatchString(by) {
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

func (f cronField) numberOf(text string) (int, bool) {
	if index := slices.Index(f.names, strings.ToLower(text)); index >= 0 {
		return index + f.least, true
	}
	given, err := strconv.ParseUint(text, 10, 31)
	return int(given), err == nil
}
