// What a source receives from Main: its sink, window, metrics and identity.
package adapter

import (
	"context"
	"log/slog"
	"time"

	"knative-faas.dev/programs/internal/wait"
)

// Grace is the total time to finish what is in flight at SIGTERM. A Pod has 30 seconds by default.
const Grace = 20 * time.Second

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
