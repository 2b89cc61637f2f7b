// Package wait lets time pass, as long as a context lasts.
package wait

import (
	"context"
	"time"
)

// For waits and reports whether the context lasted that long.
func For(ctx context.Context, pause time.Duration) bool {
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return ctx.Err() == nil
	}
}
