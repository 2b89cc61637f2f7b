// A timer: a PingSource.
package trigger

import (
	"encoding/json"
	"strings"
	"time"
	_ "time/tzdata" // the image has no database of time zones

	"k8s.io/utils/ptr"

	"knative-faas.dev/programs/internal/function/spec"
	"knative-faas.dev/programs/internal/function/value"
	"knative-faas.dev/programs/internal/strict"
)

const (
	jsonType = "application/json"
	byteType = "application/octet-stream"
)

var cron = kind[spec.CronTrigger]{name: "cron", make: makePingSource, mistakes: cronMistakes}

func makePingSource(args spec.CronTrigger, at place) []value.Object {
	before, at := withReplies(args.Replies, at)
	return append(before, value.Object{
		"apiVersion": "sources.knative.dev/v1",
		"kind":       "PingSource",
		"metadata":   at.metadata(),
		"spec": value.Object{
			"schedule":    args.Schedule,
			"timezone":    args.TimeZone,
			"data":        args.Data,
			"dataBase64":  args.DataBase64,
			"contentType": contentType(args),
			"ceOverrides": overrides(args.Extensions),
			"sink":        at.function(nil),
		},
	})
}

func contentType(args spec.CronTrigger) any {
	switch {
	case args.ContentType != nil:
		return args.ContentType
	case args.Data != nil:
		return jsonType
	case args.DataBase64 != nil:
		return byteType
	}
	return nil
}

func cronMistakes(args spec.CronTrigger, path string, of Receiver) []strict.Mistake {
	found := repliesMistakes(args.Replies, path, of)
	if !isSchedule(args.Schedule) {
		found = append(found, strict.Wrong(path+".schedule", scheduleWords, strict.Show(args.Schedule)))
	}
	if args.TimeZone != nil && !isTimeZone(*args.TimeZone) {
		found = append(found, strict.Wrong(path+".timeZone",
			`expected the name of a time zone of the IANA database, e.g. "Europe/Berlin", got %s`, strict.Show(*args.TimeZone)))
	}
	if args.Data != nil && ptr.Deref(args.ContentType, jsonType) == jsonType && !isObject(*args.Data) {
		found = append(found, strict.Wrong(path+".data",
			"expected a JSON object, as contentType is %s, got %s; fix it, or set contentType to what it is",
			jsonType, strict.Show(*args.Data)))
	}
	return found
}

func isTimeZone(name string) bool {
	_, err := time.LoadLocation(name)
	return err == nil && name != "" && strings.ToUpper(name[:1]) == name[:1] && name != "Local"
}

// isObject is Knative's rule: only objects are valid (eventing v0.50, pkg/apis/sources/v1/ping_validation.go: validateJSON).
func isObject(text string) bool {
	var object map[string]any
	return json.Unmarshal([]byte(text), &object) == nil
}
