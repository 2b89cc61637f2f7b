// Errors of the API server during a gate: some are retried, some reported immediately, and none leaves traffic where it must not
// stay.
package rollout

import (
	"net/http"
	"testing"
)

// fail responds to the first requests of a method to the Service with a code.
func (c *cluster) fail(method string, code, times int) {
	c.intercept = func(w http.ResponseWriter, got, path string) bool {
		if got != method || path != servicePath || times == 0 {
			return false
		}
		times--
		c.requests = append(c.requests, got+" "+path)
		refuse(w, code, "something is missing")
		return true
	}
}

func TestTransientErrorsAreRetried(t *testing.T) {
	for _, method := range []string{"GET", "PATCH"} {
		for _, code := range []int{500, 503, 429} {
			c := newCluster(t)
			c.fail(method, code, 3)
			runner, _ := newGate(t, c, moves, 200)
			equal(t, "exit code", runner.Run(t.Context()), ExitPassed)
			equal(t, "traffic", c.routes(), there)
		}
	}
}

func TestConflictIsReadAgain(t *testing.T) {
	c := newCluster(t)
	c.fail("PATCH", 409, 2)
	runner, _ := newGate(t, c, moves, 200)
	equal(t, "exit code", runner.Run(t.Context()), ExitPassed)
	equal(t, "patches", c.count("PATCH "+servicePath), 3)
}

func TestLastingErrorsAreReportedImmediately(t *testing.T) {
	for _, code := range []int{403, 404} {
		c := newCluster(t)
		c.fail("PATCH", code, 1)
		runner, out := newGate(t, c, moves, 200)
		equal(t, "exit code", runner.Run(t.Context()), ExitError)
		equal(t, "patches", c.count("PATCH "+servicePath), 1)
		expectOutput(t, out, "gate step-25 could not be decided: PATCH "+servicePath+": "+map[int]string{
			403: "403 Forbidden: something is missing\n", 404: "404 Not Found: something is missing\n",
		}[code])
	}
}

func TestErrorAfterTheMovePutsTrafficBack(t *testing.T) {
	c := newCluster(t)
	moved, refused := false, false
	c.intercept = func(w http.ResponseWriter, method, path string) bool {
		if moved && !refused {
			refused = true
			refuse(w, 403, "no longer")
			return true
		}
		moved = moved || method == "PATCH"
		return false
	}
	runner, out := newGate(t, c, moves, 200)
	equal(t, "exit code", runner.Run(t.Context()), ExitError)
	equal(t, "traffic", c.routes(), backHome)
	equal(t, "annotation", c.recorded(), nil)
	expectOutput(t, out, "403 Forbidden: no longer", "traffic is back: "+backHome)
}

// A failed gate must not end the Job permanently while traffic could not be put back.
func TestFailedGateThatCannotPutBackIsRetried(t *testing.T) {
	c := newCluster(t)
	patches := 0
	c.intercept = func(w http.ResponseWriter, method, path string) bool {
		if method == "PATCH" {
			patches++
		}
		if method == "PATCH" && patches > 1 {
			refuse(w, 403, "no longer")
			return true
		}
		return false
	}
	runner, out := newGate(t, c, moves+","+probes, 500)
	equal(t, "exit code", runner.Run(t.Context()), ExitError)
	expectOutput(t, out, "gate step-25 failed: GET /healthz", "traffic is not put back: PATCH")
}

func TestFailedGateWithoutItsRecordStaysFailed(t *testing.T) {
	c := newCluster(t)
	patches := 0
	c.intercept = func(w http.ResponseWriter, method, path string) bool {
		if method == "PATCH" {
			patches++
		}
		if method == "PATCH" && patches > 2 {
			refuse(w, 403, "no longer")
			return true
		}
		return false
	}
	runner, out := newGate(t, c, moves+","+probes, 500)
	equal(t, "exit code", runner.Run(t.Context()), ExitFailed)
	equal(t, "traffic", c.routes(), backHome)
	expectOutput(t, out, "the failure could not be written to the Service: PATCH")
}

func TestUnreachableServer(t *testing.T) {
	c := newCluster(t)
	runner, out := newGate(t, c, moves, 200)
	c.server.Close()
	equal(t, "exit code", runner.Run(t.Context()), ExitError)
	expectOutput(t, out, "the API server can't be reached: dial tcp", "traffic is not put back: whether that is necessary is unknown")
}
