// Runs a gate, from the first read of the Service to the exit code. It stores nothing: what it needs after a restart is in the
// Service itself.
package rollout

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"knative-faas.dev/programs/internal/kube"
	"knative-faas.dev/programs/internal/wait"
)

// longestTermination is what Kubernetes keeps of a termination message.
const longestTermination = 4096

// Timing contains all durations; tests shorten them.
type Timing struct {
	Second time.Duration // the length of a plan's second
	Poll   time.Duration // between two reads of an object
	Watch  time.Duration // between two reads of the Service while traffic stays where it is
	Routed time.Duration // until moved traffic must be routed
	Back   time.Duration // until traffic that was put back must be routed
	Grace  time.Duration // to put traffic back after SIGTERM
}

// Runner is one run of a gate.
type Runner struct {
	Plan               *Plan
	Job                string // the name of the Job that runs the gate
	API                *kube.Client
	Out                io.Writer
	TerminationMessage io.Writer // receives the whole verdict of a failed gate; Kubernetes keeps it with the Pod
	RevisionURL        string    // the address of the new revision, without a route
	Timing             Timing

	// Whether this run may have moved traffic, and whether it certainly has.
	moved, settled bool
	// Whether traffic stays where another client has set it.
	left bool
}

// NewRunner returns a runner with the durations for a cluster. The grace is shorter than the 30 seconds that a Pod has by default.
func NewRunner(plan *Plan, job string, api *kube.Client, out io.Writer) *Runner {
	return &Runner{
		Plan: plan, Job: job, API: api, Out: out,
		TerminationMessage: io.Discard,
		RevisionURL:        fmt.Sprintf("http://%s.%s.svc", plan.Revision, plan.Namespace),
		Timing: Timing{
			Second: time.Second, Poll: time.Second, Watch: 5 * time.Second,
			Routed: 60 * time.Second, Back: 30 * time.Second, Grace: 20 * time.Second,
		},
	}
}

// Run returns the exit code of the program. The context ends at SIGTERM.
func (r *Runner) Run(ctx context.Context) int {
	err := r.decide(ctx)
	if err != nil && ctx.Err() != nil && !is[*superseded](err) {
		err = errStopped
	}
	code, sentence := judged(r.Plan.Gate, err)
	r.say("%s", sentence)
	if code == ExitPassed || code == ExitSuperseded {
		return code
	}
	return r.undo(ctx, code, err)
}

func (r *Runner) decide(ctx context.Context) error {
	for _, step := range []func(context.Context) error{
		r.look,     // is the rollout still the latest?
		r.move,     // to the share under test
		r.pause,    // traffic stays there for a while
		r.evaluate, // run the check
		r.look,     // has traffic stayed there all the time?
	} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

func (r *Runner) look(ctx context.Context) error {
	service, err := r.service(ctx)
	if err != nil || !r.isDiverted(service) {
		return err
	}
	return &diverted{words(service.Spec.Traffic)}
}

// The pause starts again after a restart: a check after a shorter pause would prove less.
func (r *Runner) pause(ctx context.Context) error {
	if r.Plan.PauseSeconds == 0 {
		return nil
	}
	r.say("pausing for %d s", r.Plan.PauseSeconds)
	end := time.Now().Add(time.Duration(r.Plan.PauseSeconds) * r.Timing.Second)
	for left := time.Until(end); left > 0; left = time.Until(end) {
		if !wait.For(ctx, min(left, r.Timing.Watch)) {
			return errStopped
		}
		if err := r.look(ctx); err != nil {
			return err
		}
	}
	return nil
}

func (r *Runner) evaluate(ctx context.Context) error {
	if r.Plan.Check == nil {
		return nil
	}
	return r.Plan.Check.one().evaluate(ctx, r)
}

// undo puts traffic back and records the failure in the Service. It continues for a while after SIGTERM.
func (r *Runner) undo(ctx context.Context, code int, verdict error) int {
	ctx, cancel := outliving(ctx, r.Timing.Grace)
	defer cancel()
	err := r.putBack(ctx, is[*diverted](verdict))
	if err == nil && code == ExitFailed {
		r.leave(verdict)
		err = r.record(ctx, withoutQuotes(verdict))
	}
	if err == nil {
		return code
	}
	if taken, ok := errors.AsType[*superseded](err); ok {
		r.say("%v", taken)
		return ExitSuperseded
	}
	r.say("traffic is not put back: %v", err)
	if code == ExitFailed {
		// ExitFailed would end the Job permanently, with traffic where it must not stay: the next start tries again.
		return ExitError
	}
	return code
}

// leave never fails: the verdict is in the log, too.
func (r *Runner) leave(verdict error) {
	text := verdict.Error()
	fmt.Fprint(r.TerminationMessage, strings.ToValidUTF8(text[:min(len(text), longestTermination)], ""))
}

func (r *Runner) say(format string, values ...any) {
	fmt.Fprintf(r.Out, format+"\n", values...)
}

// outliving returns a context that ends a while after its parent.
func outliving(parent context.Context, grace time.Duration) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(context.WithoutCancel(parent))
	context.AfterFunc(parent, func() {
		wait.For(ctx, grace)
		cancel()
	})
	return ctx, cancel
}
