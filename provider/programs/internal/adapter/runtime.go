// What a source is given to run with.
package adapter

import (
	"context"
	"log/slog"
	"time"

	"knative-faas.dev/programs/internal/wait"
)

// Grace is how long what is in flight at SIGTERM may take, in all. A Pod has 30 seconds by default.
const Grace = 20 * time.Second

// Runtime is what a source is given to run with.
type Runtime struct {
	Common
	Sink     *Sink
	Window   *Window
	Metrics  *Metrics
	Log      *slog.Logger
	Identity string // of the Pod at the server, which its successor has too
	Secrets  Secrets
	Ready    func(bool)      // tells /readyz whether the source is connected
	Patience time.Duration   // after so long a refusal ends the program, see Login
	Work     context.Context // lasts for the grace longer than the context of the source
	end      context.CancelCauseFunc
}

// outliving returns a context that ends some time after its parent and not with it.
func outliving(parent context.Context, grace time.Duration) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(context.WithoutCancel(parent))
	context.AfterFunc(parent, func() {
		wait.For(ctx, grace)
		cancel()
	})
	return ctx, cancel
}
