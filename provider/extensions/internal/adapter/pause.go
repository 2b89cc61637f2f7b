// How long to wait before an event is sent again.
package adapter

import (
	"context"
	"math/rand/v2"
	"net/http"
	"strconv"
	"time"
)

const (
	longestPause      = 30 * time.Second
	longestRetryAfter = 60 * time.Second
)

// pause grows with the number of failures, from 1. Up to half of it is left out at random, so that what failed together does not
// come back together; what the server asked for is the least.
func (d Delivery) pause(failures int, asked time.Duration) time.Duration {
	pause := seconds(d.BackoffSeconds)
	for count := 1; count < failures && pause < longestPause; count++ {
		if d.Backoff == "linear" {
			pause += seconds(d.BackoffSeconds)
		} else {
			pause *= 2
		}
	}
	pause = min(pause, longestPause)
	pause -= rand.N(pause/2 + 1)
	return max(pause, min(asked, longestRetryAfter))
}

// retryAfter returns what a Retry-After header asks for, a number of seconds or a date, or 0.
func retryAfter(header http.Header, now time.Time) time.Duration {
	text := header.Get("Retry-After")
	if number, err := strconv.Atoi(text); err == nil {
		return time.Duration(min(max(number, 0), int(longestRetryAfter.Seconds()))) * time.Second
	}
	if date, err := http.ParseTime(text); err == nil {
		return max(date.Sub(now), 0)
	}
	return 0
}

// sleep waits and says whether the context lasted as long.
func sleep(ctx context.Context, pause time.Duration) bool {
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return ctx.Err() == nil
	}
}
