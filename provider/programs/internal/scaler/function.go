// What is known of one function between two looks at it: the scale that is wanted, and the Revisions that have it.
package scaler

import (
	"sync"
	"time"

	"k8s.io/apimachinery/pkg/types"

	"knative-faas.dev/programs/internal/queue"
)

// function is used by its server's loop and by the reconciler at the same time. What stands below entry is the
// reconciler's alone, which looks at one function only once at a time.
type function struct {
	name    types.NamespacedName
	report  *reporter
	changed func() // has the reconciler look again

	mutex   sync.Mutex
	begun   bool
	past    Past
	rule    Rule
	bounds  Bounds
	wanted  int32
	known   bool // wanted is known: from an answer, or from before a restart
	refused bool // the server did not answer or denied a right since the log-in was read

	entry     *Entry // nil while it can't be read
	text      string // the annotation that entry was read from
	revisions map[string]*revision
}

// begin takes the scale up again that Revisions still have from before a restart.
func (f *function) begin(s *service) {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	f.bounds = s.bounds
	if f.begun {
		return
	}
	f.begun = true
	held := map[string]int32{}
	for name, revision := range f.revisions {
		held[name] = scale(revision.floor)
	}
	whole, found := undivided(held, s.traffic)
	if f.wanted, f.known = 0, found; found {
		f.wanted = whole
	}
	f.past = After(f.wanted, time.Now())
}

// follow has the next answers judged by another rule; the past stays.
func (f *function) follow(rule Rule) {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	f.rule = rule
}

// answer takes what the server said. Without an answer the scale stays as it is.
func (f *function) answer(length float64, err error) {
	if err != nil {
		f.failed(err)
		return
	}
	f.report.tell(troubleQueue, f.name, "", nil)
	f.mutex.Lock()
	wanted := f.past.Next(time.Now(), length, f.rule, f.bounds)
	isNew := !f.known || wanted != f.wanted
	f.wanted, f.known, f.refused = wanted, true, false
	f.mutex.Unlock()
	measured(f.name, length, wanted)
	if isNew {
		f.changed()
	}
}

// failed also has the log-in read again: that it changed shows only here.
func (f *function) failed(err error) {
	sign := signOf(err)
	f.report.tell(troubleQueue, f.name, sign, err)
	isRefused := sign == signAway || queue.Denied(err)
	f.mutex.Lock()
	f.past.Unknown(time.Now())
	f.refused = f.refused || isRefused
	f.mutex.Unlock()
	if isRefused {
		f.changed()
	}
}

func (f *function) scale() (wanted int32, known bool) {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	return f.wanted, f.known
}

// needsLogin says once after each refusal that the log-in must be read again.
func (f *function) needsLogin() bool {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	needs := f.refused
	f.refused = false
	return needs
}

// functions are those that have an entry, or had one that has not been cleared away yet.
type functions struct {
	mutex sync.Mutex
	all   map[types.NamespacedName]*function
	make  func(types.NamespacedName) *function
}

func (f *functions) get(name types.NamespacedName) *function {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	if f.all[name] == nil {
		f.all[name] = f.make(name)
	}
	return f.all[name]
}

func (f *functions) has(name types.NamespacedName) bool {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	return f.all[name] != nil
}

func (f *functions) forget(name types.NamespacedName) {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	delete(f.all, name)
}
