// A timer: a PingSource.
package trigger

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"
	"time"
	_ "time/tzdata" // an image without files of its own has no time zones

	"knative-faas.dev/programs/internal/function/shape"
	"knative-faas.dev/programs/internal/function/value"
)

const (
	jsonType = "application/json"
	byteType = "application/octet-stream"
)

var cron = kind{
	name: "cron",
	shape: shape.Of(shape.Fields{
		"schedule":    schedule,
		"timeZone":    shape.Where(isTimeZone, `expected the name of a time zone of the IANA database, e.g. "Europe/Berlin"`),
		"data":        shape.Text(),
		"dataBase64":  shape.Where(isBase64, "expected Base64"),
		"contentType": shape.MediaType,
		"extensions":  extensions,
	}).Needs("schedule"),
	make:     makePingSource,
	mistakes: cronMistakes,
}

func isTimeZone(name string) bool {
	_, err := time.LoadLocation(name)
	return err == nil && name != "" && strings.ToUpper(name[:1]) == name[:1] && name != "Local"
}

func isBase64(text string) bool {
	_, err := base64.StdEncoding.DecodeString(text)
	return err == nil && text != "" && !strings.ContainsAny(text, "\r\n")
}

func makePingSource(args value.Object, at place) []value.Object {
	return []value.Object{{
		"apiVersion": "sources.knative.dev/v1",
		"kind":       "PingSource",
		"metadata":   at.metadata(),
		"spec": value.Given(value.Object{
			"schedule":    args["schedule"],
			"timezone":    args["timeZone"],
			"data":        args["data"],
			"dataBase64":  args["dataBase64"],
			"contentType": value.Or(args["contentType"], typeOfBody(args)),
			"ceOverrides": overrides(args),
			"sink":        at.to,
		}),
	}}
}

func typeOfBody(args value.Object) any {
	switch {
	case value.Has(args, "data"):
		return jsonType
	case value.Has(args, "dataBase64"):
		return byteType
	}
	return nil
}

func cronMistakes(args value.Object, path string) []shape.Mistake {
	var found []shape.Mistake
	if value.Has(args, "data") && value.Has(args, "dataBase64") {
		reason := "data and dataBase64 are mutually exclusive; set only one"
		found = append(found, shape.Mistake{Path: shape.At(path, "dataBase64"), Reason: reason})
	}
	data, isText := args["data"].(string)
	if isText && value.Or(args["contentType"], jsonType) == jsonType && !isObject(data) {
		reason := fmt.Sprintf("expected a JSON object, as contentType is %s, got %s; fix it, or set contentType to what it is",
			jsonType, shape.Show(data))
		found = append(found, shape.Mistake{Path: shape.At(path, "data"), Reason: reason})
	}
	return found
}

// Knative takes objects only (eventing v0.50, pkg/apis/sources/v1/ping_validation.go: validateJSON).
func isObject(text string) bool {
	var object map[string]any
	return json.Unmarshal([]byte(text), &object) == nil
}
