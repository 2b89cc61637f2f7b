// Traffic that another client changes while a gate is running.
package rollout

import (
	"net/http"
	"testing"
)

// A manual rollback during a step stays: it ends the rollout, and traffic is not moved again.
func TestTrafficThatAnotherClientSetsStays(t *testing.T) {
	byHand := fields{"spec": fields{"traffic": []any{fields{"revisionName": "hello-old", "percent": 100.0, "tag": "safe"}}}}
	for check, status := range map[string]int{`"pauseSeconds": 500`: 0, probes: 200, `"pauseSeconds": 0, ` + probes: 500} {
		c := newCluster(t)
		runner, out := newGate(t, c, moves+","+check, status)
		if status == 0 {
			c.afterRouted(byHand)
		}
		runner.RevisionURL = httptestServer(t, func(w http.ResponseWriter, _ *http.Request) {
			c.mutex.Lock()
			defer c.mutex.Unlock()
			c.change(byHand)
			w.WriteHeader(status)
		})
		equal(t, check, runner.Run(t.Context()), ExitFailed)
		equal(t, check, c.routes(), "hello-old 100 % (tag safe)")
		equal(t, check, fromJSON(t, c.recorded().(string))["trafficLeft"], true)
		expectOutput(t, out, "traffic stays where another client has set it: hello-old 100 % (tag safe)\n")
	}
}

// afterRouted changes the Service once the moved traffic is routed.
func (c *cluster) afterRouted(patch fields) {
	looks := 0
	c.intercept = func(_ http.ResponseWriter, method, _ string) bool {
		if method == http.MethodPatch {
			looks = 1
		} else if looks > 0 {
			looks++
		}
		if looks == 5 {
			c.change(patch)
		}
		return false
	}
}
