// Responses with samples, without samples, and malformed ones.
package prometheus

import (
	"fmt"
	"testing"
)

func TestSamples(t *testing.T) {
	for data, want := range map[string]string{
		`{"resultType": "scalar", "result": [1.5, "7"]}`:                                                             "[{map[] 7}] <nil>",
		`{"resultType": "vector", "result": []}`:                                                                     "[] <nil>",
		`{"resultType": "vector", "result": [{"metric": {"a": "b"}, "value": [1, "+Inf"]}, {"value": [1, "-1e3"]}]}`: "[{map[a:b] +Inf} {map[] -1000}] <nil>",
		`{"resultType": "vector", "result": [{"value": [1, "many"]}]}`:                                               `[] query returned "many", expected a number`,
		`{"resultType": "vector", "result": [{"value": [1, 2]}]}`:                                                    "[] query returned a value that can't be read",
		`{"resultType": "vector", "result": [{"histogram": [1, {}]}]}`:                                               "[] query returned a value that can't be read",
		`{"resultType": "vector", "result": [{"metric": {"a": 1}, "value": [1, "2"]}]}`:                              "[] query returned a value that can't be read",
		`{"resultType": "scalar", "result": "7"}`:                                                                    "[] query returned a value that can't be read",
		`{"resultType": "scalar"}`:                                                                                   "[] query returned a value that can't be read",
		`{"resultType": "matrix", "result": []}`:                                                                     "[] query returned a matrix, expected a scalar or an instant vector",
	} {
		answer, well := Read([]byte(`{"status": "success", "data": ` + data + `}`))
		samples, err := answer.Samples()
		if got := fmt.Sprint(samples, err); !well || got != want {
			t.Errorf("%s: got %v %s, want %s", data, well, got, want)
		}
	}
}

func TestReadReportsFailures(t *testing.T) {
	for body, reason := range map[string]string{"": "", "<html>": "", "{}": "", `{"status": "error", "error": "parse error"}`: "parse error"} {
		if answer, well := Read([]byte(body)); well || answer.Error != reason {
			t.Errorf("%s: got %v %q, want %q", body, well, answer.Error, reason)
		}
	}
}

func TestRequest(t *testing.T) {
	request, err := Request(t.Context(), "http://p/base/", "a + 1 & b")
	if err != nil || request.URL.String() != "http://p/base/api/v1/query?query=a+%2B+1+%26+b" {
		t.Error(request, err)
	}
}
