// The Job check: a new Job, its own Job after a restart, a Job that has its name, and the results.
package rollout

import (
	"net/http"
	"strings"
	"testing"
)

const jobSettings = `"check": {"job": {"activeDeadlineSeconds": 12345678901234567, "template": {"spec": {
	"initContainers": [{"name": "before"}],
	"containers": [{"name": "main", "env": [{"name": "GATE", "value": "mine"}, {"name": "KEY", "value": "a-secret"}]}]}}}}`

// ending sets a condition of the check's Job as soon as it exists.
func (c *cluster) ending(kind string) {
	c.intercept = func(_ http.ResponseWriter, _, _ string) bool {
		if job := c.jobs["rollout-check"]; job != nil {
			job["status"] = fields{"conditions": []any{
				fields{"type": kind, "status": "True", "reason": "BackoffLimitExceeded", "message": "it has failed"},
			}}
		}
		return false
	}
}

func TestJobCheckCreatesTheJob(t *testing.T) {
	c := newCluster(t)
	c.ending("Complete")
	runner, out := newGate(t, c, moves+","+jobSettings, 200)
	runner.RevisionURL = "http://hello-new.shop.svc"
	equal(t, "exit code", runner.Run(t.Context()), ExitPassed)
	variables := `{"name": "REVISION", "value": "hello-new"}, {"name": "REVISION_URL", "value": "http://hello-new.shop.svc"}, {"name": "SERVICE", "value": "hello"}`
	want := fromJSON(t, `{"apiVersion": "batch/v1", "kind": "Job",
		"metadata": {"name": "rollout-check", "namespace": "shop", "uid": "uid-of-rollout-check",
			"labels": {"app.kubernetes.io/managed-by": "knative-faas-rollout", "knative-faas.dev/rollout-uid": "rollout-uid"},
			"ownerReferences": [{"apiVersion": "serving.knative.dev/v1", "kind": "Service", "name": "hello", "uid": "service-uid"}]},
		"spec": {"backoffLimit": 0, "activeDeadlineSeconds": 12345678901234567, "template": {"spec": {"restartPolicy": "Never",
			"initContainers": [{"name": "before", "env": [`+variables+`, {"name": "GATE", "value": "step-25"}]}],
			"containers": [{"name": "main", "env": [{"name": "GATE", "value": "mine"}, {"name": "KEY", "value": "a-secret"}, `+variables+`]}]}}}}`)
	delete(c.created[0], "status")
	equal(t, "job", c.created[0], want)
	if strings.Contains(out.String(), "a-secret") {
		t.Error("the output has a value of the user's environment")
	}
}

func TestJobCheckKeepsUserSettings(t *testing.T) {
	c := newCluster(t)
	c.ending("Complete")
	runner, _ := newGate(t, c, `"check": {"job": {"backoffLimit": 3, "template": {"spec": {"restartPolicy": "OnFailure", "containers": [{}]}}}}`, 200)
	equal(t, "exit code", runner.Run(t.Context()), ExitPassed)
	spec := c.created[0]["spec"].(fields)
	equal(t, "backoffLimit", spec["backoffLimit"], 3.0)
	equal(t, "restartPolicy", spec["template"].(fields)["spec"].(fields)["restartPolicy"], "OnFailure")
}

func TestFailedJobCheckReportsItsLog(t *testing.T) {
	c := newCluster(t)
	c.ending("Failed")
	c.log = "first\nlast\n"
	c.pods = []any{
		fromJSON(t, `{"metadata": {"name": "older", "creationTimestamp": "2026-01-01T00:00:00Z"}}`),
		fromJSON(t, `{"metadata": {"name": "newest", "creationTimestamp": "2026-01-03T00:00:00Z"},
			"spec": {"containers": [{"name": "proxy"}, {"name": "main"}]},
			"status": {"containerStatuses": [{"name": "proxy", "state": {"terminated": {"exitCode": 0}}}, {"name": "main", "state": {"terminated": {"exitCode": 1}}}]}}`),
		fromJSON(t, `{"metadata": {"name": "old", "creationTimestamp": "2026-01-02T00:00:00Z"}}`),
	}
	runner, out := newGate(t, c, moves+","+jobSettings, 200)
	equal(t, "exit code", runner.Run(t.Context()), ExitFailed)
	equal(t, "traffic", c.routes(), backHome)
	equal(t, "queries", c.queries, []string{
		"labelSelector=batch.kubernetes.io%2Fjob-name%3Drollout-check&timeout=10s",
		podsPath + "/newest/log?container=main&tailLines=20&timeout=10s",
	})
	expectOutput(t, out, "gate step-25 failed: job rollout-check failed: BackoffLimitExceeded: it has failed\nlast log lines of newest:\nfirst\nlast\n")
}

func TestJobCheckWithoutALog(t *testing.T) {
	c := newCluster(t)
	c.ending("Failed")
	runner, _ := newGate(t, c, jobSettings, 200)
	err := runner.evaluate(t.Context())
	equal(t, "words", err.Error(), "job rollout-check failed: BackoffLimitExceeded: it has failed\nit has no Pod with a log")
}

func TestJobCheckWhoseContainerDidNotStart(t *testing.T) {
	c := newCluster(t)
	c.pods = []any{fromJSON(t, `{"metadata": {"name": "newest"}, "spec": {"containers": [{"name": "main"}]}, "status": {"containerStatuses": [
		{"name": "proxy", "state": {"waiting": {"reason": "ContainerCreating"}}},
		{"name": "main", "state": {"waiting": {"reason": "ImagePullBackOff", "message": "not found"}}}]}}`)}
	c.intercept = func(_ http.ResponseWriter, _, _ string) bool {
		if len(c.queries) > 0 {
			c.pods = nil
			c.jobs["rollout-check"]["status"] = fields{"conditions": []any{
				fields{"type": "Failed", "status": "True", "reason": "DeadlineExceeded", "message": "it was active too long"},
			}}
		}
		return false
	}
	runner, _ := newGate(t, c, jobSettings, 200)
	err := runner.evaluate(t.Context())
	equal(t, "words", err.Error(), "job rollout-check failed: DeadlineExceeded: it was active too long\nits container main did not start: ImagePullBackOff: not found")
}

func TestLongLogKeepsItsEnd(t *testing.T) {
	equal(t, "short", ending("short"), "short")
	equal(t, "long", ending("begin"+strings.Repeat("x", longestLog)), "..."+strings.Repeat("x", longestLog))
}

func TestJobCheckContinuesItsOwnJob(t *testing.T) {
	c := newCluster(t)
	c.jobs["rollout-check"] = fromJSON(t, `{"metadata": {"uid": "u", "labels": {"knative-faas.dev/rollout-uid": "rollout-uid"}},
		"status": {"conditions": [{"type": "Complete", "status": "True"}]}}`)
	runner, out := newGate(t, c, jobSettings, 200)
	equal(t, "exit code", runner.Run(t.Context()), ExitPassed)
	equal(t, "created", len(c.created), 0)
	expectOutput(t, out, "job rollout-check already exists; continuing with it")
}

// A Job that is being deleted has no verdict to wait for; it must be gone first.
func TestJobCheckWaitsForADeletedJobToGo(t *testing.T) {
	c := newCluster(t)
	c.ending("Complete")
	ended := c.intercept
	c.jobs["rollout-check"] = fromJSON(t, `{"metadata": {"uid": "u", "deletionTimestamp": "2026-01-01T00:00:00Z",
		"labels": {"knative-faas.dev/rollout-uid": "rollout-uid"}}}`)
	tries := 0
	c.intercept = func(w http.ResponseWriter, method, path string) bool {
		if method == "POST" {
			if tries++; tries == 3 {
				delete(c.jobs, "rollout-check")
			}
		}
		return ended(w, method, path)
	}
	runner, _ := newGate(t, c, jobSettings, 200)
	equal(t, "exit code", runner.Run(t.Context()), ExitPassed)
	equal(t, "created", len(c.created), 1)
	equal(t, "tries", tries, 3)
}

// The verdict of an earlier rollout of the same revision does not count.
func TestJobCheckReplacesAnEarlierJob(t *testing.T) {
	c := newCluster(t)
	c.jobs["rollout-check"] = fromJSON(t, `{"metadata": {"uid": "u", "labels": {"knative-faas.dev/rollout-uid": "earlier"}},
		"status": {"conditions": [{"type": "Failed", "status": "True"}]}}`)
	removed := false
	c.intercept = func(_ http.ResponseWriter, method, _ string) bool {
		removed = removed || method == "DELETE"
		if len(c.created) > 0 {
			c.created[0]["status"] = fields{"conditions": []any{fields{"type": "Complete", "status": "True"}}}
		}
		return false
	}
	runner, _ := newGate(t, c, jobSettings, 200)
	equal(t, "exit code", runner.Run(t.Context()), ExitPassed)
	equal(t, "removed", removed, true)
	equal(t, "created", len(c.created), 1)
}

func TestJobCheckThatIsRefused(t *testing.T) {
	for code, want := range map[int]int{422: ExitFailed, 400: ExitFailed, 403: ExitError} {
		c := newCluster(t)
		c.intercept = func(w http.ResponseWriter, method, _ string) bool {
			if method == "POST" {
				refuse(w, code, `env[1].value: Invalid value: "a-secret"`)
			}
			return method == "POST"
		}
		runner, out := newGate(t, c, moves+","+jobSettings, 200)
		equal(t, "exit code", runner.Run(t.Context()), want)
		equal(t, "traffic", c.routes(), backHome)
		expectOutput(t, out, `env[1].value: Invalid value: "***"`)
	}
}

func TestJobCheckThatVanishes(t *testing.T) {
	c := newCluster(t)
	c.intercept = func(http.ResponseWriter, string, string) bool {
		delete(c.jobs, "rollout-check")
		return false
	}
	runner, _ := newGate(t, c, jobSettings, 200)
	equal(t, "words", runner.evaluate(t.Context()).Error(), "job rollout-check was deleted before its result was known")
}
