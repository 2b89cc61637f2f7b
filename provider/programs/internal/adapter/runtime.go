// What a source receives from Main: its sink, window, metrics and identity.
package adapter

import (
	"context"
	"log/slog"
	"time"

	"knative-faas.dev/programs/internal/wait"
)

// Grace is the total time to finish what is in flight at SIGTERM, and lastGrace that for everything. A Pod has 30 seconds.
const (
	Grace     = 20 * time.Second
	lastGrace = 27 * time.Second
)

// Runtime is what a source receives from Main.
type Runtime struct {
	Common
	Sink           *Sink
	Window         *Window
	Metrics        *Metrics
	Log            *slog.Logger
	Identity       string                  // of the Pod at the server; its successor has the same
	Secrets        Secrets                 // as of the start of the program
	Reread         func() (Secrets, error) // reads the secrets again, for a source that can use new ones
	SecretsInFiles bool                    // some of them are, and can change
	Ready          func(bool)              // sets whether /readyz reports the source as connected
	Patience       time.Duration           // how long a refusal may last before it ends the program, see Login
	Work           context.Context         // outlives the context of the source by the grace
	end            context.CancelCauseFunc
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

// withinLastGrace returns a function that calls stop with the rest of the grace for everything, which begins when ctx ends.
func withinLastGrace(ctx context.Context, stop func(context.Context)) func() {
	ended := make(chan time.Time, 1)
	context.AfterFunc(ctx, func() { ended <- time.Now() })
	return func() {
		limited, cancel := context.WithDeadline(context.Background(), (<-ended).Add(lastGrace))
		defer cancel()
		stop(limited)
	}
}
