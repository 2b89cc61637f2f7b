// How long to wait before an event is sent again.
package adapter

import (
	"math/rand/v2"
	"net/http"
	"strconv"
	"time"
)

const (
	longestPause      = 30 * time.Second
	longestRetryAfter = 60 * time.Second
)

// Pause returns how long to wait after a number of consecutive failures, from 1: the first pause doubles each time up to the
// longest. Random jitter subtracts up to half of it, so that concurrent failures are not retried all at once.
func Pause(failures int, first, longest time.Duration) time.Duration {
	pause := first
	for count := 1; count < failures && pause < longest; count++ {
		pause *= 2
	}
	return jittered(min(pause, longest))
}

func jittered(pause time.Duration) time.Duration { return pause - rand.N(pause/2+1) }

// pause is never shorter than the server requested.
func (d Delivery) pause(failures int, requested time.Duration) time.Duration {
	first := seconds(d.BackoffSeconds)
	pause := Pause(failures, first, longestPause)
	if d.Backoff == "linear" {
		pause = jittered(min(first*time.Duration(min(failures, 1_000_000)), longestPause))
	}
	return max(pause, min(requested, longestRetryAfter))
}

// retryAfter returns the time in a Retry-After header, which is a number of seconds or a date, or 0.
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
