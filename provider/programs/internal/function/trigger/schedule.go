// Cron schedules as Knative reads them, with the same parser: five fields, six with seconds, or a word.
package trigger

import (
	"strconv"
	"strings"
	"time"

	robfig "github.com/robfig/cron/v3"
)

const scheduleWords = "expected a cron expression of 5 fields (minute, hour, day of the month, month, day of the week), or 6 with " +
	"seconds before them, or one of @yearly, @annually, @monthly, @weekly, @daily, @midnight, @hourly, of a date that comes, and ranges " +
	"that run forwards; a time zone stands in timeZone, got %s"

// eventing v0.50, pkg/apis/sources/v1/ping_validation.go.
var parser = robfig.NewParser(
	robfig.SecondOptional | robfig.Minute | robfig.Hour | robfig.Dom | robfig.Month | robfig.Dow | robfig.Descriptor)

// A date that comes at all comes within eight years: the 29th of February, of which the parser looks five years ahead.
var leapYear = time.Date(2024, time.January, 1, 0, 0, 0, 0, time.UTC)

func isSchedule(text string) bool {
	schedule, err := parser.Parse(strings.TrimSpace(text))
	return err == nil && !schedule.Next(leapYear).IsZero() && hasRoom(strings.Fields(text))
}

// The most that each field counts to.
var most = []int{59, 59, 23, 31, 12, 6}

// A step that a field has no room for comes down to its first number, which the parser takes.
func hasRoom(fields []string) bool {
	if len(fields) < 5 {
		return true
	}
	for index, field := range fields {
		for _, part := range strings.Split(field, ",") {
			_, step, stepped := strings.Cut(part, "/")
			if pace, err := strconv.Atoi(step); stepped && (err != nil || pace > most[len(most)-len(fields)+index]) {
				return false
			}
		}
	}
	return true
}
