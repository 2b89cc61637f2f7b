// The possible results of a gate, with the exit code of each, which tells the Job's creator the result.
package rollout

import (
	"errors"
	"fmt"
)

// Exit codes of the program. After ExitSuperseded and ExitFailed a retry would change nothing; after ExitError and ExitStopped the
// Job should restart the program; after ExitPlan the plan must be changed first.
const (
	ExitPassed     = 0
	ExitError      = 1
	ExitPlan       = 2
	ExitSuperseded = 3
	ExitFailed     = 42
	ExitStopped    = 43
)

// failure is the verdict that the gate failed, in words for the error of the update. Quotes of a program's output may contain
// secrets: they are kept apart, and appear only in the status of the Pod.
type failure struct{ words, quoted string }

func (f *failure) Error() string { return f.words + f.quoted }

func failed(format string, values ...any) error {
	return quoting("", format, values...)
}

func quoting(quoted, format string, values ...any) error {
	return &failure{fmt.Sprintf(format, values...), quoted}
}

// withoutQuotes returns what may be stored and shown.
func withoutQuotes(err error) string {
	if no, ok := errors.AsType[*failure](err); ok {
		return no.words
	}
	return err.Error()
}

// superseded means that the Service's template names another revision: the traffic now belongs to another update.
type superseded struct{ by string }

func (s *superseded) Error() string {
	return fmt.Sprintf("superseded by revision %s, traffic is left as it is", s.by)
}

// diverted means that another client has changed the traffic that the gate had moved: what a person sets in an incident is not
// undone.
type diverted struct{ to string }

func (d *diverted) Error() string {
	return fmt.Sprintf("another client has set traffic to %s, and it stays there", d.to)
}

var errStopped = errors.New("stopped before the gate was decided")

func is[E error](err error) bool {
	_, ok := errors.AsType[E](err)
	return ok
}

// judged returns the exit code of an error and its message.
func judged(gate string, err error) (int, string) {
	switch {
	case err == nil:
		return ExitPassed, fmt.Sprintf("gate %s passed", gate)
	case is[*superseded](err):
		return ExitSuperseded, err.Error()
	case is[*failure](err), is[*diverted](err):
		return ExitFailed, fmt.Sprintf("gate %s failed: %v", gate, err)
	case errors.Is(err, errStopped):
		return ExitStopped, fmt.Sprintf("gate %s: %v", gate, err)
	}
	return ExitError, fmt.Sprintf("gate %s could not be decided: %v", gate, err)
}
