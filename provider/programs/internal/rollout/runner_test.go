// Gates from the first read to the exit code: traffic that moves, stays or is put back, and rollouts that are superseded.
package rollout

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"knative-faas.dev/programs/internal/kube"
)

const (
	moves = `"traffic": [{"revisionName": "hello-new", "percent": 25}, {"revisionName": "hello-old", "percent": 75, "tag": "stable"}],
		"back": [{"revisionName": "hello-old", "percent": 100}]`
	probes   = `"check": {"http": {"path": "/healthz"}}`
	there    = "hello-new 25 %, hello-old 75 % (tag stable)"
	backHome = "hello-old 100 %"
)

// output is written by the runner and read by a test at the same time.
type output struct {
	mutex sync.Mutex
	text  bytes.Buffer
}

func (o *output) Write(text []byte) (int, error) {
	o.mutex.Lock()
	defer o.mutex.Unlock()
	return o.text.Write(text)
}

func (o *output) String() string {
	o.mutex.Lock()
	defer o.mutex.Unlock()
	return o.text.String()
}

// newGate returns a runner with a second of 20 milliseconds, a cluster, and a revision that responds with a status.
func newGate(t *testing.T, c *cluster, more string, status int) (*Runner, *output) {
	t.Helper()
	text := `{"namespace": "shop", "service": "hello", "revision": "hello-new", "gate": "step-25", ` + more + `}`
	plan, err := Parse([]byte(text), "rollout")
	if err != nil {
		t.Fatal(err)
	}
	revision := httptestServer(t, func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		fmt.Fprint(w, "some words")
	})
	out := new(output)
	runner := NewRunner(plan, "rollout", c.client(), out)
	runner.RevisionURL = revision
	runner.Timing = Timing{
		Second: 20 * time.Millisecond, Poll: time.Millisecond, Watch: time.Millisecond,
		Routed: 250 * time.Millisecond, Back: 250 * time.Millisecond, Grace: 900 * time.Millisecond,
	}
	return runner, out
}

func expectOutput(t *testing.T, out *output, sentences ...string) {
	t.Helper()
	for _, sentence := range sentences {
		if !strings.Contains(out.String(), sentence) {
			t.Errorf("the output lacks %q:\n%s", sentence, out)
		}
	}
	if strings.Contains(out.String(), "the-token") {
		t.Error("the output has the token")
	}
}

func TestPassedGateKeepsTraffic(t *testing.T) {
	for _, check := range []string{"", `, "pauseSeconds": 5`, "," + probes} {
		c := newCluster(t)
		c.lag = 3
		runner, out := newGate(t, c, moves+check, 200)
		equal(t, "exit code", runner.Run(t.Context()), ExitPassed)
		equal(t, "traffic", c.routes(), there)
		equal(t, "patches", c.count("PATCH "+servicePath), 1)
		equal(t, "annotation", c.recorded(), nil)
		expectOutput(t, out, "traffic is routed: "+there, "gate step-25 passed\n")
	}
}

func TestTimesInACluster(t *testing.T) {
	equal(t, "timing", NewRunner(new(Plan), "", nil, nil).Timing, Timing{
		Second: time.Second, Poll: time.Second, Watch: 5 * time.Second,
		Routed: time.Minute, Back: 30 * time.Second, Grace: 20 * time.Second,
	})
}

func TestSmokeGateMovesNothing(t *testing.T) {
	for status, code := range map[int]int{200: ExitPassed, 500: ExitFailed} {
		c := newCluster(t)
		runner, _ := newGate(t, c, probes, status)
		equal(t, "exit code", runner.Run(t.Context()), code)
		equal(t, "traffic", c.routes(), backHome)
		equal(t, "generation", c.at("metadata", "generation"), 1.0)
	}
}

func TestFailedGatePutsTrafficBack(t *testing.T) {
	c := newCluster(t)
	c.lag = 2
	runner, out := newGate(t, c, moves+","+probes, 503)
	equal(t, "exit code", runner.Run(t.Context()), ExitFailed)
	equal(t, "traffic", c.routes(), backHome)
	words := "GET /healthz: request 1 of 1 was answered with 503 (expected 200)"
	expectOutput(t, out, "gate step-25 failed: "+words+": some words\n", "traffic is back: "+backHome+"\n")
	want, _ := json.Marshal(map[string]string{"gate": "step-25", "job": "rollout", "message": words, "revision": "hello-new"})
	equal(t, "annotation", fromJSON(t, c.recorded().(string)), fromJSON(t, string(want)))
	equal(t, "other annotations", c.at("metadata", "annotations", "other"), "stays")
}

// Another client changes the table during the step: traffic is taken from a bad revision nevertheless.
func TestFailedGatePutsAnyTableBack(t *testing.T) {
	c := newCluster(t)
	runner, _ := newGate(t, c, moves+","+probes, 200)
	runner.RevisionURL = httptestServer(t, func(w http.ResponseWriter, _ *http.Request) {
		c.mutex.Lock()
		defer c.mutex.Unlock()
		c.change(fields{"spec": fields{"traffic": []any{fields{"revisionName": "hello-new", "percent": 100.0}}}})
		w.WriteHeader(500)
	})
	equal(t, "exit code", runner.Run(t.Context()), ExitFailed)
	equal(t, "traffic", c.routes(), backHome)
}

// The output of a program may contain a secret. The annotations of a Service are widely visible; the status of a Pod is not.
func TestProgramOutputIsQuotedInThePodOnly(t *testing.T) {
	for check, want := range map[string][2]string{
		probes: {"GET /healthz: request 1 of 1 was answered with 503 (expected 200)", ": some words"},
		`"check": {"http": {"path": "/", "status": 503, "body": "ok"}}`: {`GET /: request 1 of 1 was answered with 503 without "ok" in its body`, ": some words"},
		`"check": {"http": {"path": "/no-http"}}`: {"GET /no-http: request 1 of 1 was not answered",
			`: net/http: HTTP/1.x transport connection broken: malformed HTTP status code "words"`},
		`"check": {"prometheus": {"address": "REVISION", "query": "q", "atMost": 1}}`:    {"prometheus did not answer", ": it responded with 503: some words"},
		`"check": {"prometheus": {"address": "REVISION/no", "query": "q", "atMost": 1}}`: {"prometheus refused the query with 400", ": some words"},
		jobSettings: {"job rollout-check failed: BackoffLimitExceeded: it has failed", "\nlast log lines of newest:\nsome words"},
	} {
		c := newCluster(t)
		c.ending("Failed")
		c.log = "some words\n"
		c.pods = []any{fromJSON(t, `{"metadata": {"name": "newest"}}`)}
		revision := httptestServer(t, sayingSomeWords)
		runner, _ := newGate(t, c, strings.ReplaceAll(check, "REVISION", revision), 503)
		runner.RevisionURL = revision
		left := new(output)
		runner.TerminationMessage = left
		equal(t, check, runner.Run(t.Context()), ExitFailed)
		equal(t, check, fromJSON(t, c.recorded().(string))["message"], want[0])
		equal(t, check, left.String(), want[0]+want[1])
	}
}

func sayingSomeWords(w http.ResponseWriter, r *http.Request) {
	switch {
	case strings.HasPrefix(r.URL.Path, "/no-http"):
		connection, _, _ := w.(http.Hijacker).Hijack()
		defer connection.Close()
		fmt.Fprint(connection, "some words\r\n\r\n")
		return
	case strings.HasPrefix(r.URL.Path, "/no"):
		w.WriteHeader(400)
	default:
		w.WriteHeader(503)
	}
	fmt.Fprint(w, "some words")
}

func TestTerminationMessageIsCut(t *testing.T) {
	left := new(output)
	(&Runner{TerminationMessage: left}).leave(failed("%s", "x"+strings.Repeat("ä", 3000)))
	equal(t, "last words", left.String(), "x"+strings.Repeat("ä", 2047))
}

func TestPassedGateHasNoTerminationMessage(t *testing.T) {
	runner, _ := newGate(t, newCluster(t), probes, 200)
	left := new(output)
	runner.TerminationMessage = left
	equal(t, "exit code", runner.Run(t.Context()), ExitPassed)
	equal(t, "last words", left.String(), "")
}

func TestLongMessageIsCut(t *testing.T) {
	c := newCluster(t)
	runner, _ := newGate(t, c, moves, 200)
	if err := runner.record(t.Context(), strings.Repeat("ä", 3000)); err != nil {
		t.Fatal(err)
	}
	message := fromJSON(t, c.recorded().(string))["message"].(string)
	equal(t, "message", message, strings.Repeat("ä", 2000))
}

func TestUnroutedTrafficFailsTheGate(t *testing.T) {
	c := newCluster(t)
	c.stuck = "no ingress"
	runner, out := newGate(t, c, moves, 200)
	equal(t, "exit code", runner.Run(t.Context()), ExitFailed)
	equal(t, "traffic", c.routes(), backHome)
	expectOutput(t, out,
		"gate step-25 failed: traffic was not routed within 250ms: RoutesReady is False: Broken: no ingress",
		"traffic is set back to hello-old 100 %, but may not be routed yet")
}

func TestUnrouted(t *testing.T) {
	table := []kube.Target{{RevisionName: "a", Percent: 100}}
	good := `{"metadata": {"generation": 2}, "status": {"observedGeneration": 2, "conditions": [{"type": "RoutesReady", "status": "True"}],
		"traffic": [{"revisionName": "a", "percent": 100, "url": "u", "latestRevision": true}]}}`
	for _, row := range []struct{ old, new, want string }{
		{"", "", ""},
		{`"observedGeneration": 2`, `"observedGeneration": 1`, "Knative has not observed the change (generation 2, observed 1)"},
		{`"True"`, `"Unknown", "reason": "R", "message": "M"`, "RoutesReady is Unknown: R: M"},
		{`"RoutesReady"`, `"Ready"`, "RoutesReady is Unknown: : "},
		{`"revisionName": "a"`, `"revisionName": "b"`, "status.traffic says b 100 %, expected a 100 %"},
		{`"percent": 100`, `"percent": 100, "tag": "t"`, "status.traffic says a 100 % (tag t), expected a 100 %"},
	} {
		service := new(kube.Service)
		if err := json.Unmarshal([]byte(strings.Replace(good, row.old, row.new, 1)), service); err != nil {
			t.Fatal(err)
		}
		equal(t, row.new, unrouted(service, table), row.want)
	}
}

func TestSupersededBefore(t *testing.T) {
	c := newCluster(t)
	c.change(fields{"spec": fields{"template": fields{"metadata": fields{"name": "hello-newer"}}}})
	runner, out := newGate(t, c, moves+","+probes, 500)
	equal(t, "exit code", runner.Run(t.Context()), ExitSuperseded)
	equal(t, "patches", c.count("PATCH "+servicePath), 0)
	equal(t, "output", out.String(), "superseded by revision hello-newer, traffic is left as it is\n")
}

// Another update interrupts a gate whose check would fail, at different moments; the traffic that it has set must stay.
func TestSupersededLater(t *testing.T) {
	newer := fields{"spec": fields{"template": fields{"metadata": fields{"name": "hello-newer"}},
		"traffic": []any{fields{"revisionName": "hello-newer", "percent": 100.0}}}}
	for name, moment := range map[string]func(c *cluster, method string, patches int) bool{
		"between look and patch": func(_ *cluster, method string, patches int) bool { return method == "PATCH" && patches == 0 },
		"while paused":           func(c *cluster, method string, patches int) bool { return patches == 1 && c.looks > 10 },
		"before traffic is back": func(_ *cluster, method string, patches int) bool { return method == "PATCH" && patches == 1 },
		"before it is recorded":  func(_ *cluster, method string, patches int) bool { return method == "PATCH" && patches == 2 },
	} {
		t.Run(name, func(t *testing.T) {
			c := newCluster(t)
			patches, done := 0, false
			c.intercept = func(_ http.ResponseWriter, method, path string) bool {
				if path == servicePath && !done && moment(c, method, patches) {
					c.change(newer)
					done = true
				}
				if method == "PATCH" {
					patches++
				}
				return false
			}
			pause := ""
			if name == "while paused" {
				pause = `"pauseSeconds": 30, `
			}
			runner, out := newGate(t, c, pause+moves+","+probes, 500)
			start := time.Now()
			equal(t, "exit code", runner.Run(t.Context()), ExitSuperseded)
			equal(t, "traffic", c.routes(), "hello-newer 100 %")
			equal(t, "annotation", c.recorded(), nil)
			expectOutput(t, out, "superseded by revision hello-newer, traffic is left as it is\n")
			if time.Since(start) > 500*time.Millisecond {
				t.Error("it waited for the whole pause")
			}
		})
	}
}

func TestRestartInTheMiddle(t *testing.T) {
	for status, want := range map[int]string{200: there, 500: backHome} {
		c := newCluster(t)
		plan, _ := newGate(t, c, moves, 200)
		table, _ := json.Marshal(plan.Plan.Traffic)
		var rows []any
		_ = json.Unmarshal(table, &rows)
		c.change(fields{"spec": fields{"traffic": rows}})
		runner, _ := newGate(t, c, moves+","+probes, status)
		runner.Run(t.Context())
		equal(t, "traffic", c.routes(), want)
		if status == 200 {
			equal(t, "patches", c.count("PATCH "+servicePath), 0)
		}
	}
}
