// Tests of refusals: one that lasts ends the program like a stop, and what is in flight is still delivered.
package adapter

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

func TestRefusalEndsTheProgram(t *testing.T) {
	for _, c := range []struct {
		name     string
		accepted bool // in between
		code     int
	}{{"that lasts", false, exitFailed}, {"that is over", true, exitStopped}} {
		delivered := make(chan struct{})
		sink := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { close(delivered) }))
		ctx, stop := context.WithCancel(t.Context())
		out := new(output)
		code := Run(ctx, environmentOf(sourceEnvironment(sink.URL)), out, "test-source", func(ctx context.Context, r *Runtime, _ testConfig) error {
			r.Patience = 20 * time.Millisecond
			login := r.Login()
			login.Refused("wrong password")
			time.Sleep(2 * r.Patience)
			if c.accepted {
				login.Accepted()
			}
			if login.Refused("wrong password"); c.accepted {
				stop()
			}
			<-ctx.Done()
			r.Sink.Deliver(r.Work, event)
			return nil
		})
		stop()
		sink.Close()
		if <-delivered; code != c.code || strings.Contains(out.String(), `"error":"wrong password"`) == c.accepted {
			t.Errorf("%s: expected exit code %d, got %d:\n%s", c.name, c.code, code, out)
		}
	}
}
