// What is done again and again, what happens when it fails, and what that says of the source's health.
package redis

import (
	"context"
	"errors"
	"sync"
	"time"

	driver "github.com/redis/go-redis/v9"

	"knative-faas.dev/programs/internal/adapter"
	"knative-faas.dev/programs/internal/redisconn"
	"knative-faas.dev/programs/internal/wait"
)

// task is done again and again: at once, every so often, or whenever there is something to acknowledge.
type task struct {
	name  string
	reads bool
	every time.Duration
	acks  *acks
	do    func(ctx context.Context) error
}

const (
	firstPause  = 50 * time.Millisecond
	repeatWords = 30 * time.Second // a failure that lasts is told again
)

func (s *source) repeat(ctx context.Context, t task) {
	h := s.health.of(t)
	for pause := firstPause; t.wait(ctx); {
		err := t.do(ctx)
		if ctx.Err() != nil {
			return
		}
		h.report(err)
		if err == nil {
			pause = firstPause
			continue
		}
		wait.For(ctx, pause)
		pause = min(2*pause, s.timing.longest)
	}
}

func (t task) wait(ctx context.Context) bool {
	switch {
	case t.acks != nil:
		return t.acks.wait(ctx)
	case t.every > 0:
		return wait.For(ctx, t.every)
	}
	return ctx.Err() == nil
}

// health is ready when each reader could do its last step.
type health struct {
	runtime *adapter.Runtime
	mu      sync.Mutex
	missing int
}

// taskHealth is used by one goroutine, that of its task.
type taskHealth struct {
	*health
	task  task
	login *adapter.Login
	well  bool
	told  string
	at    time.Time
}

func newHealth(r *adapter.Runtime, readers int) *health {
	return &health{runtime: r, missing: readers}
}

func (h *health) of(t task) *taskHealth {
	return &taskHealth{health: h, task: t, login: h.runtime.Login()}
}

func (h *taskHealth) report(err error) {
	if h.task.reads && h.well != (err == nil) {
		h.change(err == nil)
	}
	h.well = err == nil
	h.tellLogin(err)
	if err == nil {
		if h.told != "" {
			h.runtime.Log.Info(h.task.name + " works again")
		}
		h.told = ""
		return
	}
	text := redisconn.Explain(err)
	if text != h.told || time.Since(h.at) > repeatWords {
		h.runtime.Log.Error(h.task.name+" failed", "error", text)
		h.told, h.at = text, time.Now()
	}
}

// tellLogin is of what reads alone: the rest goes over the same connections.
func (h *taskHealth) tellLogin(err error) {
	switch {
	case !h.task.reads:
	case err == nil:
		h.login.Accepted()
	case redisconn.Refused(err):
		h.login.Refused(redisconn.Explain(err))
	}
}

func (h *health) change(well bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if well {
		h.missing--
	} else {
		h.missing++
	}
	h.runtime.Ready(h.missing == 0)
}

// answered says whether an error is the answer of the server, which then did nothing. After every other error nobody knows.
func answered(err error) bool {
	_, ok := errors.AsType[driver.Error](err)
	return ok
}
