// Cron schedules as Knative reads them, with the same parser: five fields, six with seconds, or a word.
package trigger

import (
	"strconv"
	"strings"
	"time"

	robfig "github.com/robfig/cron/v3"
)

const scheduleWords = "expected a cron expression of 5 fields (minute, hour, day of the month, month, day of the week), or 6 with " +
	"seconds before them, or one of @yearly, @annually, @monthly, @weekly, @daily, @midnight, @hourly, of a date that exists, and ranges " +
	"that run forwards; the time zone is set in timeZone, got %s"

// eventing v0.50, pkg/apis/sources/v1/ping_validation.go.
var parser = robfig.NewParser(
	robfig.SecondOptional | robfig.Minute | robfig.Hour | robfig.Dom | robfig.Month | robfig.Dow | robfig.Descriptor)

// leapYear is where the search for a schedule's next date starts: the parser searches only five years ahead, and the 29th of
// February may be eight years away.
var leapYear = time.Date(2024, time.January, 1, 0, 0, 0, 0, time.UTC)

func isSchedule(text string) bool {
	schedule, err := parser.Parse(strings.TrimSpace(text))
	return err == nil && !schedule.Next(leapYear).IsZero() && hasRoom(strings.Fields(text))
}

// most is the maximum of each field.
var most = []int{59, 59, 23, 31, 12, 6}

// hasRoom reports whether each step fits its field's range; the parser would accept a larger one as its first value only.
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
