// Recurring tasks: what happens when they fail, and what this means for the source's health.
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

// task is repeated continuously, periodically, or whenever there is something to acknowledge.
type task struct {
	name  string
	reads bool
	every time.Duration
	acks  *acks
	do    func(ctx context.Context) error
}

const (
	firstPause  = 50 * time.Millisecond
	repeatWords = 30 * time.Second // a persistent failure is logged again after this time
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

// health is ready if the last step of each reader succeeded.
type health struct {
	runtime *adapter.Runtime
	mu      sync.Mutex
	missing int
}

// taskHealth is used by one goroutine, that of its task.
type taskHealth struct {
	*health
	task   task
	login  *adapter.Login
	well   bool
	logged string
	at     time.Time
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
	h.reportLogin(err)
	if err == nil {
		if h.logged != "" {
			h.runtime.Log.Info(h.task.name + " works again")
		}
		h.logged = ""
		return
	}
	text := redisconn.Explain(err)
	if text != h.logged || time.Since(h.at) > repeatWords {
		h.runtime.Log.Error(h.task.name+" failed", "error", text)
		h.logged, h.at = text, time.Now()
	}
}

// reportLogin ignores tasks that do not read: they use the same connections.
func (h *taskHealth) reportLogin(err error) {
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

// isReply reports whether an error is the server's reply, so that it did nothing. After any other error this is unknown.
func isReply(err error) bool {
	_, ok := errors.AsType[driver.Error](err)
	return ok
}
