// Retries a call, with increasing pauses, while its error is transient.
package kube

import (
	"context"
	"time"

	"knative-faas.dev/programs/internal/wait"
)

// Backoff sets how long to wait after the first attempt and when to give up; each pause is double the previous one, up to five
// seconds.
type Backoff struct {
	First time.Duration
	Limit time.Duration
}

const longestPause = 5 * time.Second

// Do returns nil, the first error that is not transient, or the last error once the limit is reached or the context has ended.
func (b Backoff) Do(ctx context.Context, passes func(error) bool, try func() error) error {
	end := time.Now().Add(b.Limit)
	for pause := b.First; ; pause = min(2*pause, longestPause) {
		err := try()
		if err == nil || !passes(err) || time.Now().Add(pause).After(end) || !wait.For(ctx, pause) {
			return err
		}
	}
}
