// Parsing of plans: the defaults, and all mistakes, each at its path.
package rollout

import (
	"strings"
	"testing"

	"knative-faas.dev/programs/internal/kube"
)

const head = `{"namespace": "shop", "service": "hello", "revision": "hello-new", "gate": "g"`

func TestParseWholePlan(t *testing.T) {
	plan, err := Parse([]byte(head+`, "pauseSeconds": 10, `+moves+`, "check": {"http": {"path": "/healthz"}}}`), "")
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "plan", *plan, Plan{
		Namespace: "shop", Service: "hello", Revision: "hello-new", Gate: "g",
		Traffic:      []kube.Target{{RevisionName: "hello-new", Percent: 25}, {RevisionName: "hello-old", Percent: 75, Tag: "stable"}},
		Back:         []kube.Target{{RevisionName: "hello-old", Percent: 100}},
		PauseSeconds: 10,
		Check: &Checks{HTTP: &httpCheck{
			Path: "/healthz", Status: new(int64(200)), Repeat: new(int64(1)), IntervalSeconds: new(int64(1)), TimeoutSeconds: new(int64(10)),
		}},
	})
}

func TestParseSmallestPlan(t *testing.T) {
	plan, err := Parse([]byte(head+"}"), "")
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "plan", *plan, Plan{Namespace: "shop", Service: "hello", Revision: "hello-new", Gate: "g"})
}

func TestParseRowsWithoutTags(t *testing.T) {
	rows := `[{"revisionName": "a", "percent": 50}, {"revisionName": "b", "percent": 50}]`
	if _, err := Parse([]byte(head+`, "traffic": `+rows+`, "back": `+rows+"}"), ""); err != nil {
		t.Error(err)
	}
}

func TestParseMistakes(t *testing.T) {
	rows := func(rows string) string {
		return head + `, "back": [{"revisionName": "a", "percent": 100}], "traffic": ` + rows + "}"
	}
	check := func(check string) string { return head + `, "check": ` + check + "}" }
	job := func(spec string) string { return check(`{"job": ` + spec + "}") }
	for _, row := range []struct {
		text string
		want []string
	}{
		{"", []string{"ROLLOUT: expected an object in JSON, got nothing"}},
		{"{} {}", []string{"ROLLOUT: expected an object in JSON, got something else: invalid character '{' after top-level value"}},
		{"[]", []string{"ROLLOUT: expected an object in JSON, got a list of 0"}},
		{`{"namespace": 7, "pauseSeconds": 1.5, "extra": 1}`, []string{
			"ROLLOUT.extra: unknown property; expected one of back, check, gate, namespace, pauseSeconds, revision, service, traffic",
			"ROLLOUT.namespace: expected text, got 7",
			"ROLLOUT.pauseSeconds: expected a whole number, got 1.5",
		}},
		{`{"namespace": "shop", "service": "Hello", "pauseSeconds": -1}`, []string{
			`ROLLOUT.service: expected lower case letters, digits and dashes, at most 63 characters, got "Hello"`,
			`ROLLOUT.revision: expected lower case letters, digits and dashes, at most 63 characters, got ""`,
			"ROLLOUT.gate: expected text that is not empty, got nothing",
			"ROLLOUT.pauseSeconds: expected a whole number from 0 to 604800, got -1",
		}},
		{head + `, "traffic": [{"revisionName": "a", "percent": 100}]}`, []string{"ROLLOUT.back: expected traffic and back together, or neither of them"}},
		{head + `, "back": [{"revisionName": "a", "percent": 100}]}`, []string{"ROLLOUT.back: expected traffic and back together, or neither of them"}},
		{rows("[]"), []string{"ROLLOUT.traffic: expected percents that sum to 100, got 0"}},
		{rows("null"), []string{"ROLLOUT.traffic: expected a list, each of it an object, got nothing"}},
		{rows(`[{"revisionName": "a", "percent": 100}, 3, {"latestRevision": true}]`), []string{
			"ROLLOUT.traffic[1]: expected an object in JSON, got 3",
			"ROLLOUT.traffic[2].latestRevision: unknown property; expected one of percent, revisionName, tag",
		}},
		{rows(`[{"revisionName": "a", "percent": 120, "tag": "T"}, {}]`), []string{
			"ROLLOUT.traffic[0].percent: expected a whole number from 0 to 100, got 120",
			`ROLLOUT.traffic[0].tag: expected lower case letters, digits and dashes, at most 63 characters, got "T"`,
			`ROLLOUT.traffic[1].revisionName: expected lower case letters, digits and dashes, at most 63 characters, got ""`,
			"ROLLOUT.traffic: expected percents that sum to 100, got 120",
		}},
		{rows(`[{"revisionName": "a", "percent": 25, "tag": "t"}, {"revisionName": "b", "tag": "t"}]`), []string{
			`ROLLOUT.traffic[1].tag: expected a tag that no other row has, got "t"`,
			"ROLLOUT.traffic: expected percents that sum to 100, got 25",
		}},
		{check("null"), []string{"ROLLOUT.check: expected an object, got nothing"}},
		{check("{}"), []string{"ROLLOUT.check: expected exactly one of http, prometheus, job, got 0 of them"}},
		{check(`{"tcp": {}}`), []string{"ROLLOUT.check.tcp: unknown property; expected one of http, job, prometheus"}},
		{check(`{"http": {"path": "/"}, "prometheus": {"address": "http://p", "query": "q", "atMost": 1}}`), []string{
			"ROLLOUT.check: expected exactly one of http, prometheus, job, got 2 of them",
		}},
		{check(`{"http": 1}`), []string{"ROLLOUT.check.http: expected an object in JSON, got 1"}},
		{check(`{"http": {"path": "x", "body": 1, "timeoutSeconds": "1", "more": 1}}`), []string{
			"ROLLOUT.check.http.body: expected text, got 1",
			"ROLLOUT.check.http.more: unknown property; expected one of body, intervalSeconds, path, repeat, status, timeoutSeconds",
			"ROLLOUT.check.http.timeoutSeconds: expected a whole number, got text",
		}},
		{check(`{"http": {"path": "x", "status": 99, "repeat": 0, "intervalSeconds": -1, "timeoutSeconds": 0}}`), []string{
			"ROLLOUT.check.http.status: expected a whole number from 100 to 599, got 99",
			"ROLLOUT.check.http.repeat: expected a whole number from 1 to 1000, got 0",
			"ROLLOUT.check.http.intervalSeconds: expected a whole number from 0 to 3600, got -1",
			"ROLLOUT.check.http.timeoutSeconds: expected a whole number from 1 to 3600, got 0",
			`ROLLOUT.check.http.path: expected a path of a URL that begins with /, got "x"`,
		}},
		{check(`{"prometheus": {"address": "prometheus:9090", "query": "q"}}`), []string{
			"ROLLOUT.check.prometheus.address: expected a URL that begins with http:// or https://",
			"ROLLOUT.check.prometheus.atMost: expected a number, because atLeast is not set either",
		}},
		{check(`{"prometheus": {"address": "http://p", "query": "q", "atLeast": "1"}}`), []string{
			"ROLLOUT.check.prometheus.atLeast: expected a number, got text",
		}},
		{job("{}"), []string{"ROLLOUT.check.job.template.spec: expected an object, got nothing"}},
		{job(`{"template": {"spec": {}}}`), []string{"ROLLOUT.check.job.template.spec.containers: expected a list with at least one element, got nothing"}},
		{job(`{"template": {"spec": {"containers": [{"env": {}}, 1], "initContainers": [{"env": [{"value": "secret"}, null]}]}}}`), []string{
			"ROLLOUT.check.job.template.spec.initContainers[0].env[1]: expected an object, got nothing",
			"ROLLOUT.check.job.template.spec.containers[1]: expected an object, got a number",
			"ROLLOUT.check.job.template.spec.containers[0].env: expected a list, got an object",
		}},
	} {
		plan, err := Parse([]byte(row.text), "rollout")
		if err == nil || plan != nil {
			t.Errorf("%s: no mistake found", row.text)
			continue
		}
		equal(t, row.text, strings.Split(err.Error(), "\n"), row.want)
	}
}

func TestParseJobWithoutVariables(t *testing.T) {
	for _, env := range []string{"", `"env": []`} {
		text := head + `, "check": {"job": {"template": {"spec": {"containers": [{` + env + `}]}}}}}`
		if _, err := Parse([]byte(text), "rollout"); err != nil {
			t.Errorf("%q: %v", env, err)
		}
	}
}

func TestParseRequiresRoomForTheCheckName(t *testing.T) {
	text := []byte(head + `, "check": {"job": {"template": {"spec": {"containers": [{}]}}}}}`)
	for job, good := range map[string]bool{"": false, strings.Repeat("a", 57): true, strings.Repeat("a", 58): false} {
		if _, err := Parse(text, job); (err == nil) != good {
			t.Errorf("%q: %v", job, err)
		}
	}
}

// Whatever the environment contains, Parse returns either a valid plan or mistakes.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		head + "}", head + `, ` + moves + "," + probes + "}",
		head + `, "check": {"job": {"template": {"spec": {"containers": [{"env": [{"name": "A", "value": "1"}]}]}}}}}`,
		head + `, "check": {"prometheus": {"address": "http://p", "query": "$revision", "atMost": 1e-2}}}`,
		`{"traffic": [null], "back": {}}`, "", "null", "[[[[",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		plan, err := Parse(text, "rollout")
		if (plan == nil) == (err == nil) {
			t.Fatalf("plan %v, error %v", plan, err)
		}
		if plan == nil {
			return
		}
		runner := NewRunner(plan, "rollout", nil, nil)
		if plan.Check == nil {
			return
		}
		switch check := plan.Check.one().(type) {
		case jobCheck:
			check.manifest(runner, new(kube.Service), new(kube.Job))
			check.redacted("words")
		case *httpCheck:
			check.request(t.Context(), runner)
		}
	})
}
