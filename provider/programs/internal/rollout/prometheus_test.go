// The Prometheus check with every kind of result, and with an unreachable Prometheus.
package rollout

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
)

func vector(values ...string) string {
	var samples []string
	for index, value := range values {
		samples = append(samples, fmt.Sprintf(`{"metric": {"pod": "p%d", "code": "500"}, "value": [1.5, %q]}`, index, value))
	}
	return `{"status": "success", "data": {"resultType": "vector", "result": [` + strings.Join(samples, ",") + `]}}`
}

func TestPrometheusCheck(t *testing.T) {
	const most, least = `"atMost": 0.01`, `"atLeast": 0.5`
	for _, row := range []struct {
		bounds string
		code   int
		body   string
		want   string
	}{
		{most, 200, vector("0.01"), ""},
		{most, 200, vector("0.07"), "query returned 0.07, expected at most 0.01"},
		{least, 200, vector("0.5"), ""},
		{least, 200, vector("0.4"), "query returned 0.4, expected at least 0.5"},
		{`"atLeast": 0.2, "atMost": 0.3`, 200, vector("0.1"), "query returned 0.1, expected at least 0.2"},
		{`"atLeast": 0.2, "atMost": 0.3`, 200, vector("0.4"), "query returned 0.4, expected at most 0.3"},
		{most, 200, vector("0.001", "0.2"), `query returned 0.2 for {code="500", pod="p1"}, expected at most 0.01`},
		{most, 200, vector("0.001", "0"), ""},
		{most, 200, vector(), "query returned an empty vector, expected at least one sample"},
		{most, 200, vector("NaN"), "query returned NaN, expected a number"},
		{least, 200, vector("NaN"), "query returned NaN, expected a number"},
		{most, 200, vector("+Inf"), "query returned +Inf, expected at most 0.01"},
		{most, 200, vector("many"), `query returned "many", expected a number`},
		{most, 200, `{"status": "success", "data": {"resultType": "scalar", "result": [1.5, "0.5"]}}`, "query returned 0.5, expected at most 0.01"},
		{least, 200, `{"status": "success", "data": {"resultType": "scalar", "result": [1.5, "0.5"]}}`, ""},
		{most, 200, `{"status": "success", "data": {"resultType": "matrix", "result": []}}`, "query returned a matrix, expected a scalar or an instant vector"},
		{most, 400, `{"status": "error", "error": "parse error"}`, "prometheus refused the query with 400: parse error"},
		{most, 200, `<html>`, "prometheus refused the query with 200: <html>"},
		{most, 503, `{"status": "error", "error": "starting"}`, "prometheus did not answer: it responded with 503: starting"},
	} {
		url := httptestServer(t, func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(row.code)
			fmt.Fprint(w, row.body)
		})
		check := `{"prometheus": {"address": "` + url + `", "query": "q", ` + row.bounds + `}}`
		equal(t, row.bounds+" "+row.body, verdictOf(t, check, ""), row.want)
	}
}

func TestPrometheusCheckNamesTheRevision(t *testing.T) {
	url := httptestServer(t, func(w http.ResponseWriter, r *http.Request) {
		equal(t, "path", r.URL.Path, "/base/api/v1/query")
		equal(t, "query", r.URL.Query().Get("query"), `rate(x{a="hello-new",b="hello",c="shop"}[1m]) + 1 & 2`)
		fmt.Fprint(w, vector("1"))
	})
	query := `rate(x{a=\"$revision\",b=\"$service\",c=\"$namespace\"}[1m]) + 1 & 2`
	equal(t, "words", verdictOf(t, `{"prometheus": {"address": "`+url+`/base/", "query": "`+query+`", "atMost": 1}}`, ""), "")
}

func TestPrometheusRecovers(t *testing.T) {
	number := 0
	url := httptestServer(t, func(w http.ResponseWriter, _ *http.Request) {
		if number++; number < 3 {
			w.WriteHeader(503)
			return
		}
		fmt.Fprint(w, vector("1"))
	})
	equal(t, "words", verdictOf(t, `{"prometheus": {"address": "`+url+`", "query": "q", "atMost": 1}}`, ""), "")
}

func TestUnreachablePrometheusFailsTheGate(t *testing.T) {
	words := verdictOf(t, `{"prometheus": {"address": "http://user:password@127.0.0.1:1", "query": "q", "atMost": 1}}`, "")
	if !strings.HasPrefix(words, "prometheus did not answer: dial tcp") || strings.Contains(words, "password") {
		t.Error(words)
	}
}
