// A server that keeps refusing the login ends the program: the kubelet starts it again with the current values of its Secrets.
package adapter

import (
	"errors"
	"time"
)

// patience is how long a server may refuse the login, for example because its password was changed before the Secret. The
// environment of a process does not change with its Secrets; Kubernetes waits longer before each restart.
const patience = 20 * time.Second

// Login tracks whether connections are accepted, one after the other. It is used by one goroutine.
type Login struct {
	runtime *Runtime
	since   time.Time // of the first refusal; zero if there is none
}

// Login returns a tracker, to be informed of each attempt to connect that was accepted or refused.
func (r *Runtime) Login() *Login { return &Login{runtime: r} }

// Accepted records a connection that the server accepted.
func (l *Login) Accepted() { l.since = time.Time{} }

// Refused records a refused login or certificate, by either side; the reason must not contain a secret.
func (l *Login) Refused(words string) {
	if l.since.IsZero() {
		l.since = time.Now()
	}
	if time.Since(l.since) >= l.runtime.Patience {
		l.runtime.end(errors.New(words))
	}
}
