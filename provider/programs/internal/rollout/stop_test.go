// A program that is stopped, at every moment of a gate.
package rollout

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"knative-faas.dev/programs/internal/wait"
)

// waitFor waits until the runner has logged a sentence.
func waitFor(t *testing.T, out *output, sentence string) {
	t.Helper()
	for range 500 {
		if strings.Contains(out.String(), sentence) {
			return
		}
		time.Sleep(time.Millisecond)
	}
	t.Errorf("never said %q:\n%s", sentence, out)
}

func TestStoppedPutsTrafficBack(t *testing.T) {
	c := newCluster(t)
	c.lag = 1
	runner, out := newGate(t, c, `"pauseSeconds": 60000, `+moves+","+probes, 500)
	ctx, stop := context.WithCancel(t.Context())
	go func() { waitFor(t, out, "pausing"); stop() }()
	equal(t, "exit code", runner.Run(ctx), ExitStopped)
	equal(t, "traffic", c.routes(), backHome)
	equal(t, "annotation", c.recorded(), nil)
	expectOutput(t, out, "gate step-25: stopped before the gate was decided\n", "traffic is back: "+backHome+"\n")
}

func TestStoppedDuringTheCheckIsNoFailure(t *testing.T) {
	c := newCluster(t)
	runner, out := newGate(t, c, moves+","+probes, 200)
	runner.RevisionURL = httptestServer(t, func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	runner.Timing.Second = time.Second
	ctx, stop := context.WithCancel(t.Context())
	go func() { waitFor(t, out, "requesting GET"); stop() }()
	equal(t, "exit code", runner.Run(ctx), ExitStopped)
	equal(t, "traffic", c.routes(), backHome)
	equal(t, "annotation", c.recorded(), nil)
}

// If a restarted program is stopped before its first read, it still puts back what it had moved before, and nothing else.
func TestStoppedBeforeTheFirstRead(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	stop()
	c := newCluster(t)
	runner, _ := newGate(t, c, moves, 200)
	equal(t, "exit code", runner.Run(ctx), ExitStopped)
	equal(t, "patches", c.count("PATCH "+servicePath), 0)
	c.change(fields{"spec": fields{"traffic": []any{fields{"revisionName": "hello-older", "percent": 100.0}}}})
	runner, _ = newGate(t, c, moves, 200)
	equal(t, "exit code", runner.Run(ctx), ExitStopped)
	equal(t, "traffic", c.routes(), "hello-older 100 %")
	c.change(fields{"spec": fields{"traffic": []any{
		fields{"revisionName": "hello-new", "percent": 25.0}, fields{"revisionName": "hello-old", "percent": 75.0, "tag": "stable"},
	}}})
	runner, _ = newGate(t, c, moves, 200)
	equal(t, "exit code", runner.Run(ctx), ExitStopped)
	equal(t, "traffic", c.routes(), backHome)
}

// The process is stopped while a failed gate's traffic is put back: the verdict stands.
func TestStoppedWhileTrafficIsPutBack(t *testing.T) {
	c := newCluster(t)
	ctx, stop := context.WithCancel(t.Context())
	patches := 0
	c.intercept = func(_ http.ResponseWriter, method, _ string) bool {
		if method == "PATCH" {
			if patches++; patches == 2 {
				stop()
			}
		}
		return false
	}
	runner, _ := newGate(t, c, moves+","+probes, 500)
	equal(t, "exit code", runner.Run(ctx), ExitFailed)
	equal(t, "traffic", c.routes(), backHome)
	if c.recorded() == nil {
		t.Error("the failure is not recorded")
	}
}

func TestGraceEnds(t *testing.T) {
	parent, stop := context.WithCancel(t.Context())
	ctx, cancel := outliving(parent, 20*time.Millisecond)
	defer cancel()
	stop()
	if ctx.Err() != nil || !wait.For(ctx, 5*time.Millisecond) {
		t.Error("ended with its parent")
	}
	if wait.For(ctx, 300*time.Millisecond) {
		t.Error("never ended")
	}
}

// Another update starts after traffic was put back and before it is routed: the traffic belongs to that update.
func TestSupersededWhileStopping(t *testing.T) {
	c := newCluster(t)
	c.lag = 5
	ctx, stop := context.WithCancel(t.Context())
	c.intercept = func(_ http.ResponseWriter, method, _ string) bool {
		if c.version == 3 && method == "GET" {
			c.change(fields{"spec": fields{"template": fields{"metadata": fields{"name": "hello-newer"}}}})
		}
		return false
	}
	runner, out := newGate(t, c, `"pauseSeconds": 60000, `+moves, 200)
	go func() { waitFor(t, out, "pausing"); stop() }()
	equal(t, "exit code", runner.Run(ctx), ExitSuperseded)
}
