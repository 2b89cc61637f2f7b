// A server that goes on refusing us ends the program: the kubelet starts it again with what its Secrets hold by then.
package adapter

import (
	"errors"
	"time"
)

// The environment of a process does not change with its Secrets. So long a server may refuse us, as where it is told a new password
// before the Secret is; Kubernetes waits longer from one start to the next.
const patience = 20 * time.Second

// Login follows whether one connection after the other is accepted. It is used by one goroutine.
type Login struct {
	runtime *Runtime
	since   time.Time // of the first refusal; zero where there is none
}

// Login returns what is to be told of each attempt to connect that was accepted or refused.
func (r *Runtime) Login() *Login { return &Login{runtime: r} }

// Accepted is for a connection that the server took.
func (l *Login) Accepted() { l.since = time.Time{} }

// Refused is for a log-in or certificate that was refused, ours or the server's, in words without a secret.
func (l *Login) Refused(words string) {
	if l.since.IsZero() {
		l.since = time.Now()
	}
	if time.Since(l.since) >= l.runtime.Patience {
		l.runtime.end(errors.New(words))
	}
}
