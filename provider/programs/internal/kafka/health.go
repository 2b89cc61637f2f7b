// What the source and the program of answers share: the connection to the cluster, and how its failures are reported.
package kafka

import (
	"sync"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"

	"knative-faas.dev/programs/internal/adapter"
	"knative-faas.dev/programs/internal/kafkaconn"
)

// connection returns the options that all clients of a program share.
func connection(r *adapter.Runtime, c kafkaconn.Config) ([]kgo.Opt, error) {
	options, err := kafkaconn.Options(c, "knative-faas-"+r.Identity, func() (kafkaconn.Login, error) {
		now, err := r.Reread()
		return login(now), err
	})
	return append(options, kgo.MetadataMinAge(time.Second)), err
}

// health reports whether the cluster can be used.
type health struct {
	*adapter.Runtime
	login   *adapter.Login
	failure logged
}

func newHealth(r *adapter.Runtime) *health { return &health{Runtime: r, login: r.Login()} }

// report logs a failure. A refusal that lasts ends the program, unless the login is in files: those are read again.
func (h *health) report(err error) {
	switch {
	case err == nil:
		h.login.Accepted()
		if h.failure.forget() {
			h.Log.Info("kafka answers again")
		}
		return
	case kafkaconn.Refused(err) && !h.SecretsInFiles:
		h.login.Refused(kafkaconn.Explain(err))
	}
	if words := kafkaconn.Explain(err); h.failure.isNew(words) {
		h.Log.Error("kafka can't be used", "error", words)
	}
}

// repeatWords is when a failure that lasts is logged again.
const repeatWords = 30 * time.Second

// logged remembers what was logged last, so that it is not repeated each time.
type logged struct {
	mu    sync.Mutex // reading and committing fail side by side
	words string
	at    time.Time
}

func (l *logged) isNew(words string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if words == l.words && time.Since(l.at) < repeatWords {
		return false
	}
	l.words, l.at = words, time.Now()
	return true
}

// forget reports whether there was anything to forget.
func (l *logged) forget() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	had := l.words != ""
	l.words = ""
	return had
}
