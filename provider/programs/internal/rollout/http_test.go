// The HTTP check against servers that respond well, badly, slowly and not at all.
package rollout

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

func httptestServer(t *testing.T, handle http.HandlerFunc) string {
	server := httptest.NewServer(handle)
	t.Cleanup(server.Close)
	return server.URL
}

// verdictOf runs only the check of a plan and returns its message; empty if it passed.
func verdictOf(t *testing.T, check, revisionURL string) string {
	t.Helper()
	runner, _ := newGate(t, newCluster(t), `"check": `+check, 200)
	runner.RevisionURL = revisionURL
	err := runner.evaluate(t.Context())
	if err == nil {
		return ""
	}
	if !is[*failure](err) {
		t.Errorf("not a verdict: %v", err)
	}
	return err.Error()
}

func TestHTTPCheck(t *testing.T) {
	long := strings.Repeat("x", 1000)
	for _, row := range []struct {
		name, settings string
		answers        []string // status and body, one after the other
		want           string
	}{
		{"passes", `"path": "/p"`, []string{"200 "}, ""},
		{"passes with all", `"path": "/p?q=1", "status": 204, "repeat": 3`, []string{"204 ", "204 ", "204 "}, ""},
		{"body", `"path": "/p", "body": "ok"`, []string{"200 all ok"}, ""},
		{"wrong body", `"path": "/p", "body": "ok"`, []string{"200 bad"}, `GET /p: request 1 of 1 was answered with 200 without "ok" in its body: bad`},
		{"wrong status", `"path": "/healthz", "repeat": 3`, []string{"200 ", "503 out of order", "200 "},
			"GET /healthz: request 2 of 3 was answered with 503 (expected 200): out of order"},
		{"last of three", `"path": "/p", "repeat": 3`, []string{"200 ", "200 ", "500 "}, "GET /p: request 3 of 3 was answered with 500 (expected 200): no body"},
		{"long body", `"path": "/p"`, []string{"500 " + long}, "GET /p: request 1 of 1 was answered with 500 (expected 200): " + long[:300]},
		{"too far in the body", `"path": "/p", "body": "ok"`, []string{"200 " + strings.Repeat("x", 64<<10) + "ok"},
			`GET /p: request 1 of 1 was answered with 200 without "ok" in its body: ` + long[:300]},
		{"redirect", `"path": "/p"`, []string{"302 ", "200 "}, "GET /p: request 1 of 1 was answered with 302 (expected 200): no body"},
	} {
		t.Run(row.name, func(t *testing.T) {
			number := 0
			url := httptestServer(t, func(w http.ResponseWriter, r *http.Request) {
				status, body, _ := strings.Cut(row.answers[number], " ")
				number++
				var code int
				_, _ = fmt.Sscan(status, &code)
				w.Header().Set("Location", "/elsewhere")
				w.WriteHeader(code)
				fmt.Fprint(w, body)
			})
			equal(t, "words", verdictOf(t, `{"http": {`+row.settings+`}}`, url), row.want)
			if row.want == "" {
				equal(t, "requests", number, len(row.answers))
			}
		})
	}
}

func TestHTTPCheckIdentifiesItself(t *testing.T) {
	url := httptestServer(t, func(_ http.ResponseWriter, r *http.Request) {
		equal(t, "request", r.Method+" "+r.RequestURI, "GET /p?q=1")
		for name, want := range map[string]string{
			"User-Agent": "knative-faas-rollout", "Knative-Serving-Namespace": "shop", "Knative-Serving-Revision": "hello-new",
		} {
			equal(t, name, r.Header.Get(name), want)
		}
	})
	equal(t, "words", verdictOf(t, `{"http": {"path": "/p?q=1"}}`, url), "")
}

func TestHTTPCheckAddressesTheRevision(t *testing.T) {
	runner, _ := newGate(t, newCluster(t), probes, 200)
	equal(t, "address", NewRunner(runner.Plan, "", nil, nil).RevisionURL, "http://hello-new.shop.svc")
}

func TestHTTPCheckWithoutResponse(t *testing.T) {
	slow := httptestServer(t, func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	equal(t, "slow", verdictOf(t, `{"http": {"path": "/p", "timeoutSeconds": 5}}`, slow), "GET /p: request 1 of 1 was not answered within 5 s")
	gone := httptest.NewServer(nil)
	gone.Close()
	if words := verdictOf(t, `{"http": {"path": "/p"}}`, gone.URL); !strings.Contains(words, "GET /p: request 1 of 1 was not answered: dial tcp") {
		t.Error(words)
	}
}

func TestHTTPCheckWaitsBetweenRequests(t *testing.T) {
	url := httptestServer(t, func(http.ResponseWriter, *http.Request) {})
	start := time.Now()
	equal(t, "words", verdictOf(t, `{"http": {"path": "/p", "repeat": 3, "intervalSeconds": 2}}`, url), "")
	if spent := time.Since(start); spent < 80*time.Millisecond {
		t.Errorf("took only %v", spent)
	}
}
