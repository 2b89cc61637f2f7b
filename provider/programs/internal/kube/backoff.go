// Tries something again, with longer and longer pauses, while its error may pass.
package kube

import (
	"context"
	"time"

	"knative-faas.dev/programs/internal/wait"
)

// Backoff says how long to wait after the first try and when to give up; each pause is double the one before, five seconds at most.
type Backoff struct {
	First time.Duration
	Limit time.Duration
}

const longestPause = 5 * time.Second

// Do returns nil, the first error that will not pass, or the last error when the limit or the context is over.
func (b Backoff) Do(ctx context.Context, passes func(error) bool, try func() error) error {
	end := time.Now().Add(b.Limit)
	for pause := b.First; ; pause = min(2*pause, longestPause) {
		err := try()
		if err == nil || !passes(err) || time.Now().Add(pause).After(end) || !wait.For(ctx, pause) {
			return err
		}
	}
}
